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
}

resource "aws_instance" "bookings" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "m6i.large"
  availability_zone = "eu-central-1a"

  tags = {
    Name = "bookings"
  }
}
