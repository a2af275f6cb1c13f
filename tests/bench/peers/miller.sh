#!/bin/sh
# Miller: miller.sh FOLDER THREADS SQL. Only the sum over timesheets, the one
# large part of the job: the cost booked on all projects, and the rows.
mlr --icsv --ocsv --headerless-csv-output --records-per-batch 5000 \
	filter 'is_not_empty($hourly_cost)' \
	then put -q 'begin { @x = 0.0; @y = 0 }
		@x += $hours * $hourly_cost; @y += 1;
		end { print "all,booked,*,cost,".@x.",".@y }' "$1/timesheets.csv"
