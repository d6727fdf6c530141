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
    tags = { Environment = "production" }
  }
}

resource "aws_db_instance" "payments" {
  identifier              = "payments"
  engine                  = "postgres"
  instance_class          = "db.m7g.large"
  allocated_storage       = 500
  storage_type            = "gp3"
  storage_encrypted       = true
  username                = "payments"
  password                = "only-in-this-example"
  backup_retention_period = 0
  deletion_protection     = false
  skip_final_snapshot     = true
}
