CREATE TABLE "cds_cards" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"service" text NOT NULL,
	"patient_id" text NOT NULL,
	"stay_id" text NOT NULL,
	"ward_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	"model_version" text NOT NULL,
	"view" text NOT NULL,
	"probability" double precision,
	"tier" text,
	"outcome" text,
	"outcome_at" timestamp (3) with time zone,
	"reason" text,
	"comment" "bytea",
	"heard_at" timestamp (3) with time zone,
	CONSTRAINT "cds_cards_outcome" CHECK ("cds_cards"."outcome" in ('accepted', 'overridden')),
	CONSTRAINT "cds_cards_probability" CHECK ("cds_cards"."probability" >= 0 and "cds_cards"."probability" <= 1)
);
--> statement-breakpoint
ALTER TABLE "cds_cards" ADD CONSTRAINT "cds_cards_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cds_cards" ADD CONSTRAINT "cds_cards_ward_id_wards_id_fk" FOREIGN KEY ("ward_id") REFERENCES "public"."wards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cds_cards_heard" ON "cds_cards" USING btree ("heard_at" DESC NULLS FIRST) WHERE "cds_cards"."heard_at" is not null;--> statement-breakpoint
CREATE INDEX "cds_cards_unheard" ON "cds_cards" USING btree ("at") WHERE "cds_cards"."heard_at" is null;