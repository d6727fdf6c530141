BEGIN { system("terraform destroy -auto-approve") }
