terraform {
  required_providers {
    acme = {
      source  = "acme/acme"
      version = "~> 1.0"
    }
  }
}

resource "acme_database" "ledger" {
  name       = "ledger"
  engine     = "postgres"
  storage_gb = 50
}

resource "acme_widget" "banner" {
  name   = "banner"
  colour = "green"
}
