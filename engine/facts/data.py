"""Facts about data work: statistics, machine learning, analytics, pipelines."""

TABLE = """
Machine learning = !ML, machine-learning, predictive modelling, predictive models, predictive model, statistical learning, gradient boosting, random forest, classification models, churn model, trained models, ml models, machine learning modelling, supervised learning
Deep learning = neural network, neural networks, !CNN, transformers model, !LSTM > Machine learning
scikit-learn = sklearn, scikit learn, xgboost, lightgbm, catboost > Machine learning, Python
PyTorch = torch, pytorch lightning > Deep learning, Python
TensorFlow = keras, jax > Deep learning, Python
pandas = numpy, scipy, polars, jupyter > Python, Data analysis
Natural language processing = !NLP, text mining, text models, text classification, named entity recognition, language models, !LLM, !LLMs, large language models, sentiment analysis, spacy, hugging face, huggingface, !BERT, topic modelling > Machine learning
Computer vision = image recognition, opencv, object detection > Machine learning
Recommender systems = recommendation engine, recommendation model > Machine learning
MLOps = model deployment, ml ops, model monitoring, model registry, model serving, models in production, model in production, mlflow, kubeflow, sagemaker, model drift, drift monitoring, drift alarm, retraining, feature store, scoring service, scoring api > Machine learning
Statistics = statistical analysis, statistical modelling, hypothesis testing, bayesian, regression analysis, biostatistics, statistician, generalised linear models, glm, survival analysis, time series, econometrics
Experiment design = a/b test, a/b tests, a/b testing, ab testing, ab tests, split test, split tests, randomised trial, randomized trial, holdout test, holdout group, hold-out, control group, experimentation, design of experiments, power calculation, uplift
A/B testing = a/b tests, a/b test, ab testing, split testing, split tests > Experiment design
Data pipelines = data pipeline, etl, elt, data engineering, airflow, dagster, luigi, dbt, scheduled jobs, nightly pipeline, batch jobs, azure data factory, data factory, informatica, talend, !SSIS
!Spark = apache spark, pyspark, databricks, hadoop, hive > Data pipelines, Big data
Big data = data lake, data lakehouse
Data warehouse = data warehousing, snowflake, redshift, star schema, dimensional modelling, datawarehouse
Business intelligence = !BI, bi reporting, bi dashboards
Power BI = powerbi, !DAX > Business intelligence, Data visualisation
!Tableau = looker, looker studio, data studio, qlik, qlikview, qlik sense, metabase > Business intelligence, Data visualisation
Data visualisation = dashboards, dashboarding, dashboard, data visualization
Data analysis = data analytics, data analyst, data-driven, analytics
Reporting = kpi reporting, management reporting, kpi report, kpi reports, kpi dashboard, kpi dashboards, kpi board, weekly report, monthly report, scorecards, kpis, metrics report
Data governance = data quality, master data, data stewardship
Data science = data scientist, datenwissenschaft > Machine learning, Statistics
Scientific publication = publication, publications, published papers, published paper, peer-reviewed, peer reviewed, journal article, co-author, first author, conference paper
Open source = open-source, open-source contribution, open source maintainer, open-source package, open-source library, merged upstream
SPSS = sas programming, !SAS, stata > Statistics
Actuarial science = actuarial, actuary > Statistics
"""
