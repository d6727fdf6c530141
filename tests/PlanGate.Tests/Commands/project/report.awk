/terraform/ { count++ }
END { print count }
