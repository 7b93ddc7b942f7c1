/**
 * DynamoDB's expressions over plain values, read once each: the simulator asks the same few a million times. What is not known here is an
 * error, as in `run-expressions.ts`, which does the same over the wire form.
 */
export type Item = Readonly<Record<string, unknown>>;
export type Given = { names: Readonly<Record<string, string>>; values: Readonly<Record<string, unknown>> };

type Condition = (item: Item | undefined, given: Given) => boolean;
type Operand = (item: Item | undefined, given: Given) => unknown;
type Change = (item: Record<string, unknown>, given: Given) => void;

const conditions = new Map<string, Condition>();
const changes = new Map<string, Change>();

/** Whether an item (undefined: there is none) meets a condition or key condition. */
export function holds(item: Item | undefined, expression: string, given: Given): boolean {
  const known = conditions.get(expression);
  if (known !== undefined) return known(item, given);
  const read = conditionOf(expression);
  conditions.set(expression, read);
  return read(item, given);
}

/** The item after `SET a = :a, … REMOVE b, …`. */
export function changed(item: Item, expression: string, given: Given): Item {
  const change = changes.get(expression) ?? changeOf(expression);
  changes.set(expression, change);
  const after = { ...item };
  change(after, given);
  return after;
}

type Tokens = {
  next: () => string;
  take: (token: string) => boolean;
  expect: (token: string) => void;
  end: () => void;
};

function tokensOf(expression: string): Tokens {
  const tokens = expression.match(/[#:]?\w+|<=|>=|<>|[=<>(),]/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };
  return {
    take,
    next: () => tokens[at++] ?? unknown(expression),
    expect: (token) => {
      if (!take(token)) unknown(expression);
    },
    end: () => {
      if (at < tokens.length) unknown(expression);
    },
  };
}

function unknown(expression: string): never {
  throw new SyntaxError(`not an expression that is known here: ${expression}`);
}

const nameIn = (token: string, given: Given): string =>
  token.startsWith('#') ? (given.names[token] ?? unknown(token)) : token;

function operandOf(token: string): Operand {
  if (!token.startsWith(':')) return (item, given) => item?.[nameIn(token, given)];
  return (_item, given) => (token in given.values ? given.values[token] : unknown(token));
}

function conditionOf(expression: string): Condition {
  const tokens = tokensOf(expression);
  const operand = (): Operand => operandOf(tokens.next());
  const list = (): Operand[] => {
    tokens.expect('(');
    const operands = [operand()];
    while (tokens.take(',')) operands.push(operand());
    tokens.expect(')');
    return operands;
  };
  const single = (): Operand => list()[0] ?? unknown(expression);
  const comparison = (): Condition => {
    if (tokens.take('(')) {
      const inner = either();
      tokens.expect(')');
      return inner;
    }
    if (tokens.take('attribute_not_exists')) {
      const of = single();
      return (item, given) => of(item, given) === undefined;
    }
    if (tokens.take('attribute_exists')) {
      const of = single();
      return (item, given) => of(item, given) !== undefined;
    }
    if (tokens.take('begins_with')) {
      const [whole, start] = list();
      return (item, given) => String(whole?.(item, given) ?? '').startsWith(String(start?.(item, given)));
    }
    const left = operand();
    if (tokens.take('BETWEEN')) {
      const low = operand();
      tokens.expect('AND');
      const high = operand();
      return (item, given) =>
        order(left(item, given), low(item, given)) >= 0 && order(left(item, given), high(item, given)) <= 0;
    }
    if (tokens.take('IN')) {
      const all = list();
      return (item, given) => all.some((one) => order(left(item, given), one(item, given)) === 0);
    }
    const compare = comparators[tokens.next()] ?? unknown(expression);
    const right = operand();
    return (item, given) => compare(order(left(item, given), right(item, given)));
  };
  const both = (): Condition => {
    let all = comparison();
    while (tokens.take('AND')) {
      const [first, second] = [all, comparison()];
      all = (item, given) => first(item, given) && second(item, given);
    }
    return all;
  };
  const either = (): Condition => {
    let any = both();
    while (tokens.take('OR')) {
      const [first, second] = [any, both()];
      any = (item, given) => first(item, given) || second(item, given);
    }
    return any;
  };
  const whole = either();
  tokens.end();
  return whole;
}

/** What has no order (another type, or nothing there) is NaN, of which only `<>` is true. */
const comparators: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Below, at or above 0; keys and texts of the register are ASCII, so their letters stand in the order of their bytes. */
export function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'boolean' && left === right) return 0;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  return left < right ? -1 : left > right ? 1 : 0;
}

function changeOf(expression: string): Change {
  const tokens = tokensOf(expression);
  const all: Change[] = [];
  if (tokens.take('SET')) {
    do {
      const name = tokens.next();
      tokens.expect('=');
      const value = operandOf(tokens.next());
      all.push((item, given) => {
        item[nameIn(name, given)] = value(undefined, given);
      });
    } while (tokens.take(','));
  }
  if (tokens.take('REMOVE')) {
    do {
      const name = tokens.next();
      all.push((item, given) => delete item[nameIn(name, given)]);
    } while (tokens.take(','));
  }
  tokens.end();
  return (item, given) => {
    for (const change of all) change(item, given);
  };
}
