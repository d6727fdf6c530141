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
      Environment = "preview"
      PullRequest = "1841"
    }
  }
}

resource "aws_db_instance" "shop" {
  identifier              = "shop-pr-1841"
  engine                  = "postgres"
  instance_class          = "db.t4g.micro"
  allocated_storage       = 20
  storage_type            = "gp3"
  username                = "shop"
  password                = "only-in-this-example"
  backup_retention_period = 0
  skip_final_snapshot     = true
}

resource "aws_s3_bucket" "uploads" {
  bucket        = "acme-shop-uploads-pr-1841"
  force_destroy = true
}

resource "aws_security_group" "shop" {
  name        = "shop-pr-1841"
  description = "The shop of pull request 1841"
}
