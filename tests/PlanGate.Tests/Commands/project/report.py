#!/usr/bin/env python3
# run terraform apply first
import json
print(json.load(open("terraform.tfstate")))
