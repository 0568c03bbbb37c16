import { ScrollBox } from "@/components/ui/scroll-box";
import { type CardBlock, inlineParts } from "@/lib/core/model/card-blocks";

function Inline({ text }: { readonly text: string }) {
  return inlineParts(text).map((part, position) => {
    const key = `${position}-${part.mark}`;
    if (part.mark === "bold") return <strong key={key}>{part.text}</strong>;
    if (part.mark === "italic") return <em key={key}>{part.text}</em>;
    if (part.mark === "code")
      return (
        <code key={key} className="text-sm break-all">
          {part.text}
        </code>
      );
    return part.text;
  });
}

function Block({ block, title }: { readonly block: CardBlock; readonly title: string }) {
  switch (block.kind) {
    case "heading": {
      const Heading = `h${block.level}` as const;
      const look = ["", "text-2xl font-bold", "mt-4 text-lg font-semibold", "mt-3 text-base font-semibold"][
        block.level
      ];
      return <Heading className={`m-0 ${look}`}>{block.text}</Heading>;
    }
    case "list":
      return (
        <ul className="m-0 list-disc pl-5">
          {block.items.map((item) => (
            <li key={item} className="py-0.5">
              <Inline text={item} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <ScrollBox label={`${title}, as a table`} className="overflow-x-auto">
          <table className="w-full border-collapse text-sm [&_td]:px-2 [&_td]:py-1 [&_th]:px-2 [&_th]:py-1 [&_tr]:border-b [&_tr]:border-line">
            <thead className="text-left text-mut">
              <tr>
                {block.head.map((cell) => (
                  <th key={cell} scope="col" className="font-semibold">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      );
    default:
      return (
        <p className="m-0">
          <Inline text={block.text} />
        </p>
      );
  }
}

/** A model card to read: what the version is for, what it learnt from, how good it is and where it ends. */
export function CardText({ blocks }: { readonly blocks: readonly CardBlock[] }) {
  let title = "";
  return (
    <article className="card flex max-w-[80ch] flex-col gap-2.5">
      {blocks.map((block, position) => {
        if (block.kind === "heading") title = block.text;
        // biome-ignore lint/suspicious/noArrayIndexKey: a text that never changes
        return <Block key={position} block={block} title={`${title} (${position})`} />;
      })}
    </article>
  );
}
