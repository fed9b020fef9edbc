export type NodeKind =
  | 'start'
  | 'decide'
  | 'change'
  | 'code'
  | 'wait'
  | 'network'
  | 'storage'
  | 'look'
  | 'organise'
  | 'config'
  | 'subflow'
  | 'unknown';

export type Rule =
  | { readonly rule: 'required' }
  | { readonly rule: 'atLeast'; readonly min: number }
  | { readonly rule: 'atMost'; readonly max: number }
  | { readonly rule: 'matches'; readonly pattern: string; readonly text?: string }
  | { readonly rule: 'topicFilter' }
  | { readonly rule: 'topicName' }
  | { readonly rule: 'json' }
  | { readonly rule: 'path' }
  | { readonly rule: 'uniqueIn'; readonly list: string };

export interface Condition {
  readonly key: string;
  /** A key of the entry that `key` refers to, where that one's value is what counts. */
  readonly of?: string;
  readonly in?: readonly unknown[];
  readonly notIn?: readonly unknown[];
}

export interface ChoiceOption {
  readonly value: string | number | boolean | null;
  readonly label: string;
  readonly hint?: string;
}

export interface FixedType {
  readonly type: string;
  readonly label: string;
  readonly value?: string;
}

/** Where a row called `row` has its value if it has none itself: keys of the node. */
export interface LegacyKeys {
  readonly row: string;
  readonly value: string;
  readonly type?: string;
}

/** What a value without a type is, if the whole of its text matches a pattern. */
export interface Untyped {
  readonly matches: string;
  readonly type: string;
  /** What stands for the value then. */
  readonly value?: string;
}

interface PropertyBase {
  readonly key: string;
  readonly label?: string;
  readonly hint?: string;
  /** The value of a new node. */
  readonly default?: unknown;
  /**
   * What an absent key means, where that isn't the default: a value, or `{property}`, what another
   * property has.
   */
  readonly ifAbsent?: unknown;
  /** Values that files may have besides those that the form writes, and what they mean. */
  readonly readAs?: readonly { readonly value: unknown; readonly means: unknown }[];
  /** The property that this one takes the place of while it is set; the form shows one of them. */
  readonly insteadOf?: string;
  readonly rules?: readonly Rule[];
  readonly more?: boolean;
  readonly shownWhen?: readonly Condition[];
  readonly credential?: boolean;
}

export type Property = PropertyBase &
  (
    | {
        readonly kind: 'text';
        readonly multiline?: boolean;
        readonly placeholder?: string;
        /** Offered while one types; others are as good. */
        readonly suggestions?: readonly string[];
        /** The path that the value is below. */
        readonly below?: string;
      }
    | {
        readonly kind: 'number';
        readonly unit?: string;
        readonly min?: number;
        readonly max?: number;
        readonly step?: number;
        readonly storedAs?: 'number' | 'text';
      }
    | { readonly kind: 'flag'; readonly trueValue?: unknown; readonly falseValue?: unknown }
    | { readonly kind: 'choice'; readonly options: readonly ChoiceOption[] }
    | {
        readonly kind: 'duration';
        readonly unit?: 'ms' | 's';
        readonly storedAs?: 'number' | 'text';
      }
    | { readonly kind: 'path' }
    | {
        readonly kind: 'typed';
        readonly typeKey: string;
        readonly types: readonly (string | FixedType)[];
        readonly defaultType?: string;
        readonly untyped?: readonly Untyped[];
      }
    | {
        readonly kind: 'code';
        readonly language?: string;
        readonly languageKey?: string;
        readonly section?: boolean;
      }
    | {
        readonly kind: 'list';
        readonly item: readonly Property[];
        readonly itemSummary?: string;
        readonly countsIn?: string;
        readonly atLeastRows?: number;
        readonly storedAs?: 'object' | 'texts';
        readonly legacyKeys?: readonly LegacyKeys[];
      }
    | { readonly kind: 'config'; readonly configType: string }
    | { readonly kind: 'secret' }
    | { readonly kind: 'scope'; readonly choices?: readonly ('all' | 'group' | 'nodes')[] }
    | { readonly kind: 'links'; readonly types: readonly string[]; readonly single?: boolean }
    | { readonly kind: 'topic'; readonly publish?: boolean }
    | { readonly kind: 'cron' }
  );

export type PropertyOf<K extends Property['kind']> = Extract<Property, { kind: K }>;

export type PortCount = number | { readonly property: string };

export interface NodeType {
  readonly type: string;
  readonly label: string;
  readonly category: string;
  readonly kind: NodeKind;
  readonly color?: string;
  readonly icon?: string;
  readonly config?: boolean;
  readonly purpose?: string;
  readonly summary?: string;
  readonly synonyms?: readonly string[];
  readonly inputs?: PortCount;
  readonly outputs?: PortCount;
  readonly outputLabels?: readonly string[];
  readonly button?: 'inject' | 'toggle';
  readonly buttonProperty?: string;
  readonly autoName?: boolean;
  readonly preview?: boolean;
  readonly help?: boolean;
  readonly properties: readonly Property[];
}
