use strict;
system("terraform destroy -auto-approve");
