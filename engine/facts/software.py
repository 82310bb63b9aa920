"""Facts about software engineering: languages, frameworks, databases, platforms, practices."""

TABLE = """
Python = python3, cpython, python 3 > Programming
!Go = golang, go lang > Programming
Java = java 8, java 11, java 17, java 21, jdk, j2ee, java ee, jakarta ee > Programming, JVM
JavaScript = !JS, ecmascript, es6, vanilla js > Programming, Front-end development
TypeScript = !TS > JavaScript, Programming
C++ = cpp, c plus plus, c++17, c++20 > Programming
!C = c language, ansi c, embedded c, c99 > Programming
C# = csharp, c sharp > Programming, .NET
.NET = dotnet, dot net, asp.net, .net core, asp net, !ASP.NET > Programming
!R = r language, rstudio, tidyverse, ggplot2, dplyr, r shiny > Programming, Statistics
!Rust = rustlang > Programming
Kotlin = kotlin multiplatform > Programming, JVM
Scala > Programming, JVM
Ruby = ruby on rails > Programming
PHP = php 7, php 8 > Programming
!Swift = swiftui > Programming, Mobile development
Objective-C > Programming, Mobile development
Perl > Programming
Haskell > Programming
!Elixir = phoenix framework > Programming
!Dart > Programming
MATLAB = simulink > Programming
!VBA = visual basic for applications, excel macros > Programming, Advanced Excel
Bash = shell scripts, shell scripting, shell script, powershell, zsh > Scripting
SQL = t-sql, tsql, pl/sql, plsql, sql queries, ansi sql
JVM
Programming = coding, software development, software engineering, programmer, software developer, software engineer, softwareentwickler, softwareentwicklerin, wrote code
Scripting = scripts
Django = django rest framework, drf, django orm > Python, Web framework, Back-end development
!Flask > Python, Web framework, Back-end development
FastAPI = fast api > Python, Web framework, REST, Back-end development
SQLAlchemy = alembic > Python, SQL
asyncio = aiohttp, uvicorn, celery > Python
!Gin = gin framework, go-kit, goroutines, !Echo framework > Go, Web framework, Back-end development
Spring = spring boot, springboot, spring framework, spring cloud, spring mvc > Java, Web framework, Back-end development
Hibernate = !JPA > Java, SQL
Quarkus = micronaut, vert.x > Java, Web framework, Back-end development
Ktor > Kotlin, Web framework, Back-end development
Rails = ruby on rails, ror > Ruby, Web framework, Back-end development
Laravel = symfony, codeigniter > PHP, Web framework, Back-end development
Node.js = nodejs, node js, express.js, expressjs, nestjs, nest.js > JavaScript, Back-end development
!React = react.js, reactjs, next.js, nextjs, redux > JavaScript, Front-end development
!Angular = angularjs, angular.js, rxjs > JavaScript, Front-end development
Vue.js = vuejs, !Vue, nuxt, nuxt.js > JavaScript, Front-end development
!Svelte = sveltekit > JavaScript, Front-end development
React Native > JavaScript, Mobile development
!Flutter > Dart, Mobile development
Android = android sdk, jetpack compose > Mobile development
iOS = ios development, xcode, uikit > Mobile development
Entity Framework = blazor, wpf, winforms > .NET, C#
HTML = html5 > Front-end development
CSS = css3, sass, scss, tailwind, bootstrap css > Front-end development
WordPress = woocommerce, elementor > Content management systems
Drupal = typo3, joomla > Content management systems
Content management systems = cms, headless cms, contentful, strapi
Front-end development = frontend, front end, front-end, ui development
Back-end development = backend, back end, back-end, server side, server-side, backend engineer, backend developer, backend services, back-end services, backend engineering > Programming
Full-stack development = full stack, fullstack, full-stack > Front-end development, Back-end development
Mobile development = mobile apps, app development, mobile developer
Web framework
Web development = web developer, web applications > Programming
Microservices = microservice, micro-services, micro services, microservices architecture, microservice architecture, service-oriented architecture, !SOA, independently deployable services, independently released services > Distributed systems
Distributed systems = distributed computing, consensus, sharding, service mesh, istio
Event streaming = event-driven, event driven architecture, message queue, message queues, message broker, messaging systems, stream processing, pub/sub, event sourcing
Kafka = apache kafka, kafka streams, kafka topics, confluent, redpanda > Event streaming
RabbitMQ = activemq, nats jetstream, amqp, sqs, !SNS, google pub/sub, azure service bus > Message queues
Message queues > Event streaming
Kinesis = apache pulsar, apache flink, flink, event hubs, kinesis streams > Event streaming
API design = apis, api development, api development, web services, api contracts, public api, openapi, swagger, api gateway
REST = restful, rest api, rest apis, rest endpoints, rest services > API design
gRPC = grpc, protobuf, protocol buffers > API design
GraphQL = apollo server > API design
SOAP = wsdl > API design
PostgreSQL = postgres, postgre, psql, pgsql, postgis, timescale, timescaledb > SQL, Relational databases
MySQL = mariadb > SQL, Relational databases
Oracle Database = oracle db, oracle 19c > SQL, Relational databases
SQL Server = mssql, ms sql, microsoft sql server > SQL, Relational databases
SQLite > SQL, Relational databases
Relational databases = rdbms, relational database, database schema, schema design, database design
MongoDB = mongo, documentdb > NoSQL
Redis = valkey, memcached > NoSQL
Cassandra = scylladb, dynamodb, couchbase, hbase > NoSQL
Elasticsearch = elastic search, opensearch, solr, lucene > Search engines
Search engines = full-text search
NoSQL = non-relational databases
Neo4j = graph database, graph databases > NoSQL
Docker = dockerfile, dockerised, dockerized, docker compose, podman > Containers
Containers = containerisation, containerization, containerised, container platforms, container images
Kubernetes = k8s, kube, openshift, !EKS, !GKE, !AKS, !Rancher, k3s, !Helm, helm charts, argo cd, argocd, kubernetes cluster > Containers
Terraform = pulumi, cloudformation, bicep, opentofu > Infrastructure as code
Ansible = puppet, !Chef infra, saltstack > Infrastructure as code
Infrastructure as code = iac
AWS = amazon web services, ec2, s3, lambda functions, aws lambda, cloudwatch, ecs, fargate, redshift, sagemaker > Cloud platforms
Azure = microsoft azure, azure devops, azure functions > Cloud platforms
GCP = google cloud, google cloud platform, bigquery, cloud run, vertex ai > Cloud platforms
Cloud platforms = cloud, public cloud, cloud computing, cloud provider, cloud infrastructure, cloud services, cloud-native
CI/CD = ci cd, continuous integration, continuous delivery, continuous deployment, deployment pipeline, deployment pipelines, release pipeline, build pipeline, ci pipelines, build and release, automatic build, release automation
Jenkins = teamcity, bamboo ci, circleci, travis ci, buildkite > CI/CD
GitHub Actions = github workflows > CI/CD, Git
GitLab CI = gitlab pipeline, gitlab pipelines, gitlab-ci > CI/CD, Git
Git = github, gitlab, bitbucket, version control, merge requests, pull request, pull requests
Observability = monitoring and alerting, service monitoring, distributed tracing, trace ids, telemetry, error budgets, slo, slos, log aggregation, alerting, dashboards and alerts
Prometheus = grafana, loki, alertmanager, thanos > Observability
OpenTelemetry = opentracing, jaeger, zipkin > Observability
Datadog = new relic, dynatrace, splunk, !Sentry, honeycomb > Observability
ELK = kibana, logstash, elk stack, fluentd > Observability
Nagios = zabbix, icinga > Observability
On-call = on call, pager, pagerduty, opsgenie, first responder, incident response, post-incident, postmortem, post-mortem, night rota, duty roster, duty rota, standby duty, 24/7 duty, out-of-hours support
DevOps = site reliability, !SRE, platform engineering, gitops
Linux = unix, ubuntu, debian, red hat, rhel, centos
System administration = sysadmin, windows server, active directory, vmware, hyper-v, virtualisation
Networking = tcp/ip, routing and switching, cisco ios, vlan, dns administration
Cybersecurity = information security, application security, penetration testing, pentest, owasp, siem, soc analyst, vulnerability management, infosec
Test automation = automated testing, automated tests, unit testing, unit tests, integration tests, pytest, junit, selenium, cypress, playwright, tdd, test-driven
Software testing = qa, quality assurance testing, manual testing, test cases
Software architecture = system design, solution architecture, target architecture, domain-driven design, ddd, event storming, event-storming
Code review = code reviews, pair programming
Agile = scrum, kanban, sprint planning, safe agile, agile methods, agile methodology
Embedded systems = firmware, rtos, microcontroller, microcontrollers, stm32, arduino
Game development = unity3d, unreal engine, game engine
SAP = s/4hana, sap ecc, sap fi, sap b1, sap business one, sap mm, sap sd, abap, sap fico, sap fi/co > ERP
ERP = enterprise resource planning, netsuite, oracle erp, dynamics 365, microsoft dynamics, navision, business central, odoo, infor, sage 200, epicor
Salesforce = sfdc, salesforce crm > CRM
"""
