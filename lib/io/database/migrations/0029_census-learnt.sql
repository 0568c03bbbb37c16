CREATE TABLE "census_learnt" (
	"method" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"made_on" date NOT NULL,
	"learnt" jsonb NOT NULL
);
