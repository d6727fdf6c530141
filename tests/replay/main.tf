# What an agent was left alone with: a production database, and the directory with its backups.
terraform {
  required_providers {
    postgresql = { source = "cyrilgdn/postgresql" }
    acme       = { source = "acme/acme" }
  }
}

variable "backups" { type = string }

variable "customers" {
  type    = bool
  default = false
}

resource "postgresql_database" "production" {
  name = "production"
}

resource "acme_backup" "production" {
  path     = var.backups
  database = postgresql_database.production.name
}

resource "postgresql_database" "customers" {
  count = var.customers ? 1 : 0
  name  = "customers"
}
