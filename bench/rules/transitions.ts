/** A state of the Amazon States Language, as far as it decides what comes next. */
type State = {
  Type: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: readonly { StringEquals?: string; Next: string }[];
  Branches?: readonly StateMachine[];
  ItemProcessor?: StateMachine & { ProcessorConfig?: { Mode?: string } };
};
export type StateMachine = { StartAt: string; States: Readonly<Record<string, State>> };

/**
 * How a run goes through its state machine. A choice either goes the way of a value (of the next one each time that it is come to), or its
 * default way, or asks for the next page: then it goes its default way until so many pages are done, and then the way of its first rule.
 */
export type Course = {
  items: Readonly<Record<string, number>>;
  choices: Readonly<Record<string, { value: string } | { values: readonly string[] } | { pages: number } | 'default'>>;
  /** How often in all a state is entered again because what it waits for takes longer than one wait. */
  renewals?: Readonly<Record<string, number>>;
};

/**
 * State transitions of one execution: one for each state that is entered, and in a distributed map one more for each child execution that it
 * starts, as Step Functions charges them. Nothing is repeated after a failure.
 * @returns the sum, and the share of each map, its children's states included
 * @throws Error if the course says nothing of a choice or map that it comes to
 */
export function transitionsOf(
  machine: StateMachine,
  course: Course,
): { transitions: number; ofMaps: Record<string, number> } {
  const ofMaps: Record<string, number> = {};
  let transitions = 0;
  const times = new Map<string, number>();
  const renewed = new Set<string>();
  let name: string | undefined = machine.StartAt;
  while (name !== undefined) {
    const state: State | undefined = machine.States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    transitions += 1 + (renewed.has(name) ? 0 : (course.renewals?.[name] ?? 0));
    renewed.add(name);
    for (const branch of state.Branches ?? []) {
      const inside = transitionsOf(branch, course);
      transitions += inside.transitions;
      Object.assign(ofMaps, inside.ofMaps);
    }
    if (state.ItemProcessor !== undefined) {
      const own = mapTransitions(name, state.ItemProcessor, course);
      transitions += own;
      ofMaps[name] = own;
    }
    name = state.Type === 'Choice' ? wayOf(name, state, course, times) : state.Next;
  }
  return { transitions, ofMaps };
}

function mapTransitions(name: string, processor: NonNullable<State['ItemProcessor']>, course: Course): number {
  const items = course.items[name];
  if (items === undefined) throw new Error(`the course does not say how many items ${name} has`);
  const started = processor.ProcessorConfig?.Mode === 'DISTRIBUTED' ? 1 : 0;
  return items * (started + transitionsOf(processor, course).transitions);
}

/** @param times how often each choice was come to */
function wayOf(name: string, state: State, course: Course, times: Map<string, number>): string | undefined {
  const choice = course.choices[name];
  if (choice === undefined) throw new Error(`the course does not say how ${name} is decided`);
  if (choice === 'default') return state.Default;
  const done = (times.get(name) ?? 0) + 1;
  times.set(name, done);
  if ('pages' in choice) return done < choice.pages ? state.Default : state.Choices?.[0]?.Next;
  const value = 'value' in choice ? choice.value : choice.values[done - 1];
  const rule = state.Choices?.find(({ StringEquals }) => StringEquals === value);
  if (rule === undefined) throw new Error(`${name} knows no ${value}`);
  return rule.Next;
}
