import { IssueLog } from "@/lib/core/fhir/issue-log";
import { identifierKey, referenceKey } from "@/lib/core/fhir/reference";
import { type FhirEntry, type FhirResource, nodes, text } from "@/lib/core/fhir/resource";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { referencesIn, withShared } from "@/lib/core/fhir/with-shared";
import type { Piece, SealedFolder } from "@/lib/io/bulk/sealed-folder";

const FILE = "shared";
/** Parsed ones kept at hand: a hospital's wards and usual drugs, not a country's practitioners. */
const AT_HAND = 2_000;

/** Resources that belong to no patient (locations, medications, …), on disk; in memory only where each is. */
export class SharedStore {
  readonly #folder: SealedFolder;
  readonly #places = new Map<string, Piece[]>();
  readonly #atHand = new Map<number, FhirResource>();

  constructor(folder: SealedFolder) {
    this.#folder = folder;
  }

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  add(resource: FhirResource, line: string): void {
    const keys = new Set<string>();
    const id = text(resource.id);
    if (id !== null) keys.add(`${resource.resourceType}/${id}`).add(id);
    for (const identifier of nodes(resource.identifier)) {
      const key = identifierKey(identifier);
      if (key !== null) keys.add(key);
    }
    if (keys.size === 0) return;
    const piece = this.#folder.append(FILE, Buffer.from(line));
    for (const key of keys) {
      const same = this.#places.get(key);
      if (same === undefined) this.#places.set(key, [piece]);
      else same.push(piece);
    }
  }

  /** One patient's entries with those shared ones that they point at, directly or through one another. */
  complete(entries: readonly FhirEntry[]): readonly FhirEntry[] {
    if (this.isEmpty) return entries;
    const found = new Map<number, FhirResource>();
    const seen = new Set<string>();
    const waiting: FhirResource[] = entries.map(({ resource }) => resource);
    for (const resource of waiting) {
      for (const reference of referencesIn(resource)) {
        const key = referenceKey(reference);
        if (key === null || seen.has(key)) continue;
        seen.add(key);
        for (const piece of this.#placesOf(key)) {
          if (found.has(piece.offset)) continue;
          const one = this.#read(piece);
          found.set(piece.offset, one);
          waiting.push(one);
        }
      }
    }
    if (found.size === 0) return entries;
    // In the order they were sent, whatever order they are pointed at in: of several versions the newest stands.
    const inOrder = [...found].sort(([a], [b]) => a - b).map(([, resource]) => resource);
    return withShared(entries, new ResourceIndex(inOrder, new IssueLog()));
  }

  #placesOf(key: string): readonly Piece[] {
    const direct = this.#places.get(key);
    if (direct !== undefined) return direct;
    return key.startsWith("urn:") ? (this.#places.get(key.slice(key.lastIndexOf(":") + 1)) ?? []) : [];
  }

  #read(piece: Piece): FhirResource {
    const known = this.#atHand.get(piece.offset);
    if (known !== undefined) return known;
    const resource = JSON.parse(this.#folder.piece(FILE, piece).toString("utf8")) as FhirResource;
    if (this.#atHand.size >= AT_HAND) {
      const [oldest] = this.#atHand.keys();
      if (oldest !== undefined) this.#atHand.delete(oldest);
    }
    this.#atHand.set(piece.offset, resource);
    return resource;
  }
}
