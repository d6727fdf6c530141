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

resource "aws_ebs_volume" "bookings" {
  availability_zone = "eu-central-1a"
  size              = 200
  type              = "gp3"
  encrypted         = true

  tags = {
    Name = "bookings-data"
  }
}

resource "aws_volume_attachment" "bookings" {
  device_name = "/dev/sdf"
  instance_id = aws_instance.bookings.id
  volume_id   = aws_ebs_volume.bookings.id
}

resource "aws_ebs_snapshot" "bookings" {
  for_each    = toset(["monday", "thursday"])
  volume_id   = aws_ebs_volume.bookings.id
  description = "bookings, ${each.key}"
}
