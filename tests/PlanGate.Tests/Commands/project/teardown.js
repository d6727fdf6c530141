const { execSync } = require("child_process");
execSync("terraform destroy -auto-approve");
