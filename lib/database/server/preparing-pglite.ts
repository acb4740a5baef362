import { PGlite, parse, protocol, type QueryOptions, type Results } from "@electric-sql/pglite";

type Message = Awaited<ReturnType<PGlite["execProtocolStream"]>>[number];

type Prepared = {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  /** What describes the columns of its rows; empty for a statement without rows. */
  readonly columns: readonly Message[];
};

/** Each keeps its plan in the database's memory. Lists of ids of every length make ever new texts, so the oldest has to go. */
const most = 150;

const { serialize } = protocol;

/**
 * PGlite whose queries outside transactions are parsed and planned once: what the portal asks for is the same few statements again and
 * again, and on WebAssembly planning takes several times as long as doing (`bench/statements.ts`). Result types are taken to be fixed, as they
 * are once migrations have been applied.
 */
export class PreparingPGlite extends PGlite {
  readonly #prepared = new Map<string, Prepared>();
  #count = 0;

  override async query<T>(text: string, parameters: unknown[] = [], options: QueryOptions = {}): Promise<Results<T>> {
    await this._checkReady();
    return this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(async () => {
        const statement = this.#prepared.get(text) ?? (await this.#prepare(text));
        // The most recently used is the last one.
        this.#prepared.delete(text);
        this.#prepared.set(text, statement);
        const values = parameters.map((value, index) => this.#written(value, statement.parameterTypes[index]));
        const messages = await this.execProtocolStream(
          joined([serialize.bind({ statement: statement.name, values }), serialize.execute({}), serialize.sync()]),
        );
        const [result] = parse.parseResults([...statement.columns, ...messages], this.parsers, options);
        if (!result) throw new Error("The embedded database gave no result");
        return result as Results<T>;
      }),
    );
  }

  async #prepare(text: string): Promise<Prepared> {
    const [oldest] = this.#prepared.size < most ? [] : this.#prepared;
    const closing = oldest ? [serialize.close({ type: "S", name: oldest[1].name })] : [];
    if (oldest) this.#prepared.delete(oldest[0]);
    const name = `berth_${(this.#count += 1)}`;
    const messages = await this.execProtocolStream(
      joined([...closing, serialize.parse({ name, text }), serialize.describe({ type: "S", name }), serialize.sync()]),
    );
    const columns = messages.filter((message) => message.name === "rowDescription");
    return { name, parameterTypes: parse.parseDescribeStatementResults(messages), columns };
  }

  #written(value: unknown, type: number | undefined) {
    if (value === null || value === undefined) return null;
    const serializer = type === undefined ? undefined : this.serializers[type];
    return serializer ? serializer(value) : String(value);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
