CREATE TABLE "list_moments" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"ward_ids" text[] NOT NULL,
	"ward_key" text NOT NULL,
	"audience" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"content" text NOT NULL,
	"shown_list_id" text,
	"row_ids" uuid[] NOT NULL,
	"data_as_of" timestamp (3) with time zone,
	"unread_patients" integer NOT NULL,
	"said" jsonb NOT NULL,
	CONSTRAINT "list_moments_audience" CHECK ("list_moments"."audience" in ('wards', 'judges'))
);
--> statement-breakpoint
CREATE TABLE "shown_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "list_moments_wards" ON "list_moments" USING btree ("ward_key","audience","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "list_moments_at" ON "list_moments" USING btree ("at" DESC NULLS FIRST);--> statement-breakpoint
CREATE TRIGGER list_moments_immutable BEFORE UPDATE OR DELETE ON "list_moments" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER shown_rows_kept BEFORE DELETE ON "shown_rows" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER shown_rows_immutable BEFORE UPDATE OF "id", "at" ON "shown_rows" FOR EACH ROW EXECUTE FUNCTION refuse_change();
