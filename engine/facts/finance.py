"""Facts about accounting, finance, banking, law and office work."""

TABLE = """
Accounting = bookkeeping, bookkeeper, accountant, buchhaltung, comptabilité, contabilidad, contabilità, financial accounting, ledgers, general ledger, accounts assistant
Accounts payable = purchase ledger, !AP, supplier invoices, purchase invoices, creditor ledger, creditors ledger, invoice processing, payment run, payment runs, three-way match, three way match, payables, vendor invoices, !PL, kreditorenbuchhaltung, supplier statements, supplier statement, bacs run > Accounting
Accounts receivable = sales ledger, !AR, credit control, debtors, dunning, receivables > Accounting
Month-end close = month end, month-end, monthly close, period close, period-end, quarter-end close, year-end close, year end close, closed by working day, close by working day, closing entries, accruals, prepayments, journal pack, !WD3, !WD4, !WD5, monatsabschluss, fast close, monthly accounts > Accounting
Balance sheet reconciliation = reconciliations, reconciliation, reconciled, control accounts, bank reconciliation, bank recs, account reconciliation, balance sheet accounts, balance sheet review, reconcile, tied out, intercompany reconciliation > Accounting
VAT = value added tax, vat return, vat returns, umsatzsteuer, tva, iva, sales tax, gst, making tax digital, intrastat, reverse charge > Tax
Tax = taxation, corporate tax, tax returns, tax compliance, tax advisory
Fixed assets = fixed asset, asset register, fixed asset register, depreciation, capital projects, capex accounting, asset accounting, tangible assets, !FA register, asset module, capitalisation > Accounting
Statutory accounts = statutory reporting, frs 102, ifrs, us gaap, gaap, statutory accounts, annual accounts, financial statements, hgb, notes to the accounts, consolidated accounts, year-end accounts > Accounting
Payroll = payroll processing, wages, salary administration
Budgeting = budget, budgets, budget control, financial planning, fp&a, !FP&A, forecasting and budgeting, p&l, !P&L, profit and loss
Cost control = cost accounting, controlling, cost centre, variance analysis, cost reduction, controller
Audit = auditing, auditor, auditors, internal audit, external audit, internal controls, sox
Treasury = cash management, cash flow forecast, cash forecast, liquidity planning
Advanced Excel = excel, pivot table, pivot tables, pivots, power query, vlookup, xlookup, index-match, index match, spreadsheet models, spreadsheet model, lookups, ms excel
Invoice automation = invoice scanning, ocr, invoice workflow, approval workflow, rpa, uipath, touchless posting, invoice capture, e-invoicing, electronic invoicing, receipt scanning, robotic process automation, automated matching
Xero = quickbooks, !Sage, datev, freeagent, lexware, accounting software > Accounting
Corporate finance = valuation, mergers and acquisitions, !M&A, due diligence, capital markets, investment banking
Risk management = credit risk, operational risk, market risk, risk analysis
Compliance = anti-money laundering, !AML, !KYC, regulatory reporting, gdpr
Payments = payment services, payment processing, card payments, payment platform, payment institution, acquirer, instant payments, sepa, payouts, invoice finance, card acquirer
Insurance = insurer, underwriting, claims handling, policyholders
Legal drafting = contract drafting, legal research, litigation, paralegal
Office administration = diary management, travel booking, minute taking, reception, filing, secretarial, office manager, clerical
Human resources = !HR, employee relations, onboarding employees, personnel administration, people operations
Recruiting = recruitment, talent acquisition, headhunting, candidate sourcing, executive search
Project management = project manager, prince2, !PMP, project planning, project lead, gantt, ms project
Change management = transformation programme, organisational change
Procurement = purchasing, strategic sourcing, supplier negotiations, tendering, tenders, vendor management, buyer
Financial services = banking, bank, banks, insurance, fintech, asset management, credit union, building society, lender, payment institution, payments
"""
