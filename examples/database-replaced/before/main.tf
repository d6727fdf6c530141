terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = {
      Environment = "production"
      Service     = "orders"
    }
  }
}

variable "database_password" {
  type      = string
  sensitive = true
  default   = "only-in-this-example"
}

resource "aws_rds_cluster" "orders" {
  cluster_identifier        = "orders"
  engine                    = "postgres"
  engine_version            = "16.4"
  db_cluster_instance_class = "db.m6gd.xlarge"
  storage_type              = "io1"
  allocated_storage         = 400
  iops                      = 3000
  storage_encrypted         = true
  database_name             = "orders"
  master_username           = "orders"
  master_password           = var.database_password
  backup_retention_period   = 7
  skip_final_snapshot       = true
}

resource "aws_security_group" "orders" {
  name        = "orders"
  description = "The orders service"

  ingress {
    description = "HTTPS from the office"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["198.51.100.0/24"]
  }
}

resource "aws_sns_topic" "alerts" {
  name = "orders-alerts"
}

resource "aws_cloudwatch_metric_alarm" "connections" {
  alarm_name          = "orders-connections"
  namespace           = "AWS/RDS"
  metric_name         = "DatabaseConnections"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 200
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 5
  alarm_actions       = [aws_sns_topic.alerts.arn]

  dimensions = {
    DBClusterIdentifier = aws_rds_cluster.orders.cluster_identifier
  }
}

resource "aws_cloudwatch_log_group" "orders" {
  name              = "/orders/api"
  retention_in_days = 90
}
