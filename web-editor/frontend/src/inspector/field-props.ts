import type { Property, PropertyOf } from '../model/node-type';

export type Values = Readonly<Record<string, unknown>>;

/** What each kind of field is given. `values` are those of the node or of the row of a list. */
export interface FieldProps<K extends Property['kind'] = Property['kind']> {
  readonly property: PropertyOf<K>;
  readonly values: Values;
  readonly siblings: readonly Property[];
  /** Accessible name; in rows of a list it tells which row. */
  readonly label: string;
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** Edits with the same visit become one entry of the history. */
  readonly onChange: (patch: Values, visit?: string) => void;
}
