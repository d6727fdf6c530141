#!/bin/sh
# terraform destroy is never called here
set -e
npm ci
npm run build
terraform fmt -check
