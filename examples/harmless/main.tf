terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
    null = {
      source  = "hashicorp/null"
      version = "~> 3.2"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = { Environment = "production" }
  }
}

variable "release" {
  type    = string
  default = "2026-01-19"
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "The web servers"

  ingress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    description = "HTTP, answered with a redirect"
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "web" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.small"
  vpc_security_group_ids = [aws_security_group.web.id]

  tags = {
    Name = "web"
    Team = "storefront"
  }
}

resource "aws_db_instance" "shop" {
  identifier                = "shop"
  engine                    = "postgres"
  instance_class            = "db.t4g.medium"
  allocated_storage         = 200
  storage_type              = "gp3"
  storage_encrypted         = true
  username                  = "shop"
  password                  = "only-in-this-example"
  backup_retention_period   = 7
  deletion_protection       = true
  final_snapshot_identifier = "shop-final"
}

resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"

  container_definitions = jsonencode([
    {
      name  = "web"
      image = "registry.example/web:${var.release}"
    }
  ])
}

resource "null_resource" "announce" {
  triggers = {
    release = var.release
  }
}

resource "aws_s3_bucket" "assets" {
  bucket = "acme-shop-assets"
}

resource "aws_cloudwatch_log_group" "web" {
  name              = "/shop/web"
  retention_in_days = 30
}

resource "terraform_data" "release" {
  input = var.release
}
