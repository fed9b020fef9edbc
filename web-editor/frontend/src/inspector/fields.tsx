import { CircleAlert } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { isShown, type EntryOf } from '../model/conditions';
import type { NodeId } from '../model/flow-entry';
import type { Property } from '../model/node-type';
import { checkProperty } from '../model/rules';
import { cx } from '../ui/cx';
import { Alternatives } from './alternatives';
import { consistent } from './consistent';
import type { FieldProps, Values } from './field-props';
import { ChoiceField } from './fields/choice-field';
import { CodeField } from './fields/code-field';
import { ConfigField } from './fields/config-field';
import { CronField } from './fields/cron-field';
import { DurationField } from './fields/duration-field';
import { FlagField } from './fields/flag-field';
import { LinksField } from './fields/links-field';
import { ListField } from './fields/list-field';
import { NumberField } from './fields/number-field';
import { PathField } from './fields/path-field';
import { ScopeField } from './fields/scope-field';
import { SecretField } from './fields/secret-field';
import { TextField } from './fields/text-field';
import { TopicField } from './fields/topic-field';
import { TypedField } from './fields/typed-field';
import styles from './inspector.module.css';
import { problemText } from './problem-text';

export interface FieldsProps {
  readonly properties: readonly Property[];
  /** All properties, where `properties` is a part: conditions look at the others. */
  readonly siblings?: readonly Property[];
  readonly values: Values;
  /** The entry the properties are of; rows of a list have none, and so no credentials. */
  readonly node?: NodeId;
  readonly inRow?: boolean;
  /** Finds the shared settings that some conditions look at. */
  readonly entryOf?: EntryOf;
  /** Added to labels to tell rows apart. */
  readonly suffix?: string;
  readonly onChange: (patch: Values, visit?: string, what?: string) => void;
}

/** The fields for a list of properties, those that are shown for the present values. */
export function Fields(props: FieldsProps) {
  const siblings = props.siblings ?? props.properties;
  const shared = { ...props, siblings };
  return props.properties.map((property, i) => {
    // Two properties may share a key under different conditions.
    const key = `${property.key} ${i}`;
    const others = siblings.filter((other) => other.insteadOf === property.key);
    // The others are shown in the place of the first.
    if (property.insteadOf !== undefined) return null;
    if (others.length > 0) {
      return <Alternatives key={key} {...shared} choices={[property, ...others]} />;
    }
    if (!isShown(property, props.values, siblings, props.entryOf)) return null;
    return <Field key={key} {...shared} property={property} />;
  });
}

export interface OneFieldProps extends FieldsProps {
  readonly property: Property;
  readonly siblings: readonly Property[];
  /** Without a label above it, where something else says what it is. */
  readonly bare?: boolean;
}

export function Field(props: OneFieldProps) {
  const { property, values, siblings } = props;
  const id = useId();
  const label = property.label ?? property.key;
  const own = property.kind === 'list' ? [] : checkProperty(property, values, siblings);
  const broken = own[0];
  const note = `${id}-note`;
  const hasNote = broken !== undefined || property.hint !== undefined;
  const ownLabel = property.kind === 'flag' || props.bare === true;
  const isGroup = ['list', 'scope', 'links'].includes(property.kind);
  const field = (
    <>
      {ownLabel ? null : isGroup || property.kind === 'code' ? (
        <span className={cx(styles['label'])}>{label}</span>
      ) : (
        <label className={cx(styles['label'])} htmlFor={id}>
          {label}
        </label>
      )}
      {control(
        {
          property,
          values,
          siblings,
          id,
          label: `${label}${props.suffix ?? ''}`,
          describedBy: hasNote ? note : undefined,
          invalid: broken !== undefined,
          onChange: (patch, visit) =>
            props.onChange(consistent(patch, values, siblings), visit, label),
        },
        props.node,
        props.inRow === true,
      )}
      {broken !== undefined ? (
        <p id={note} className={cx(styles['error'])}>
          <CircleAlert size={12} aria-hidden />
          {problemText(broken)}
        </p>
      ) : property.hint !== undefined ? (
        <p id={note} className={cx(styles['hint'])}>
          {property.hint}
        </p>
      ) : null}
    </>
  );
  if (property.kind === 'code' && property.section === true) {
    return <Section title={label}>{field}</Section>;
  }
  return <div className={cx(styles['field'], styles[`field${property.kind}`])}>{field}</div>;
}

export function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  // What is folded away isn't made: code editors are dear.
  const [open, setOpen] = useState(false);
  return (
    <details
      className={cx(styles['more'])}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{title}</summary>
      {open ? <div>{children}</div> : null}
    </details>
  );
}

function control(props: FieldProps, node: NodeId | undefined, inRow: boolean): ReactNode {
  const { property } = props;
  if (property.kind === 'secret' || property.credential === true) {
    return node === undefined ? null : (
      <SecretField
        key={node}
        node={node}
        propertyKey={property.key}
        label={props.label}
        id={props.id}
        hidden={property.kind === 'secret'}
      />
    );
  }
  switch (property.kind) {
    case 'text':
      return <TextField {...props} property={property} />;
    case 'number':
      return <NumberField {...props} property={property} />;
    case 'flag':
      return <FlagField {...props} property={property} />;
    case 'choice':
      return <ChoiceField {...props} property={property} inRow={inRow} />;
    case 'duration':
      return <DurationField {...props} property={property} />;
    case 'path':
      return <PathField {...props} property={property} />;
    case 'typed':
      return <TypedField {...props} property={property} />;
    case 'code':
      return <CodeField {...props} property={property} />;
    case 'list':
      return <ListField {...props} property={property} />;
    case 'config':
      return <ConfigField {...props} property={property} />;
    case 'scope':
      return <ScopeField {...props} property={property} />;
    case 'links':
      return <LinksField {...props} property={property} />;
    case 'topic':
      return <TopicField {...props} property={property} />;
    case 'cron':
      return <CronField {...props} property={property} />;
  }
}
