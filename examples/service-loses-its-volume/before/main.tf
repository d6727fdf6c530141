terraform {
  required_providers {
    railway = {
      source  = "terraform-community-providers/railway"
      version = "~> 0.6"
    }
  }
}

resource "railway_project" "rentals" {
  name = "rentals"
}

resource "railway_service" "postgres" {
  name         = "postgres"
  project_id   = railway_project.rentals.id
  source_image = "postgres:16"

  volume = {
    name       = "postgres-data"
    mount_path = "/var/lib/postgresql/data"
  }
}

resource "railway_service" "api" {
  name         = "api"
  project_id   = railway_project.rentals.id
  source_image = "registry.example/rentals-api:7"
}
