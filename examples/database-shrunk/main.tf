terraform {
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.0"
    }
  }
}

provider "google" {
  project = "acme-shop"
  region  = "europe-west4"
}

resource "google_sql_database_instance" "catalogue" {
  name                = "catalogue"
  database_version    = "POSTGRES_16"
  region              = "europe-west4"
  deletion_protection = false

  settings {
    tier              = "db-custom-4-16384"
    availability_type = "REGIONAL"
    disk_size         = 200
    disk_autoresize   = false

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
    }

    user_labels = {
      env = "prod"
    }
  }
}

resource "google_sql_database" "catalogue" {
  name     = "catalogue"
  instance = google_sql_database_instance.catalogue.name
}

resource "google_storage_bucket" "images" {
  name     = "acme-shop-images"
  location = "EU"

  labels = {
    env  = "prod"
    team = "storefront"
  }
}
