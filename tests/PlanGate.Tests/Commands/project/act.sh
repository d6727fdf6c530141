#!/bin/sh
terraform $A
