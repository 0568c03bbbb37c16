CREATE SEQUENCE "public"."audit_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"position" bigint PRIMARY KEY NOT NULL,
	"audit_seq" bigint NOT NULL,
	"mac" text NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	"chain" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "previous_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "mac" text;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_seals_row" ON "audit_seals" USING btree ("audit_seq");--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("actor_id","seq");--> statement-breakpoint
CREATE INDEX "audit_verb" ON "audit" USING btree ("verb","seq");--> statement-breakpoint
CREATE INDEX "audit_stay" ON "audit" USING btree (("target" ->> 'stayId'),"seq") WHERE ("audit"."target" ->> 'stayId') is not null;--> statement-breakpoint
CREATE INDEX "audit_not_done" ON "audit" USING btree ("seq") WHERE "audit"."outcome" <> 'done';--> statement-breakpoint
SELECT setval('audit_numbers', coalesce((SELECT max(seq) FROM "audit"), 0) + 1, false);
--> statement-breakpoint
INSERT INTO "instance" ("name", "value") SELECT 'audit-legacy-rows', coalesce(max(seq), 0)::text FROM "audit";
--> statement-breakpoint
CREATE TRIGGER audit_seals_immutable BEFORE UPDATE OR DELETE ON "audit_seals" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_seals_kept BEFORE TRUNCATE ON "audit_seals" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
