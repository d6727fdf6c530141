#!/bin/bash
exec terraform "$@"
