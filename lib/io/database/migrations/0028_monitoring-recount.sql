-- Stays without a probability were counted among the highest scores. Every day is counted anew at the next look.
DELETE FROM "monitoring_days";
