import { t } from '../i18n/t';
import { propertyLabel } from '../inspector/property-label';
import type { Difference } from '../model/differences';
import { classOf, textOf, wiresOf, type FlowEntry, type NodeId } from '../model/flow-entry';
import type { NodeType, Property } from '../model/node-type';
import { plainText } from '../model/plain-text';
import { summarise } from '../model/summary';

/** What is shown of a value; longer ones are only said to have changed. */
const MOST_CHARS = 60;

/** Where a subflow has its ends; other entries may have properties of these names. */
const ENDS: ReadonlySet<string> = new Set(['in', 'out', 'status']);

/** What an entry that has changed is now, line by line. */
export function changesInWords(
  { before, after, keys }: Difference,
  type: NodeType | undefined,
  label: (id: NodeId) => string,
): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const properties = type?.properties ?? [];
  // The type of a typed value is told with the value.
  const told = new Set(
    keys.map((key) => properties.find((p) => p.kind === 'typed' && p.typeKey === key)?.key ?? key),
  );
  const ends = classOf(after) === 'subflow' ? [...told].filter((key) => ENDS.has(key)) : [];
  for (const key of ends) told.delete(key);
  // What a node is comes before what it leads to.
  const sorted = [...told].sort((a, b) => Number(a === 'wires') - Number(b === 'wires'));
  return [
    ...sorted.flatMap((key) => changeInWords(key, before, after, properties, label)),
    ...(ends.length === 0 ? [] : [t('changes.ends')]),
  ];
}

function changeInWords(
  key: string,
  before: FlowEntry,
  after: FlowEntry,
  properties: readonly Property[],
  label: (id: NodeId) => string,
): readonly string[] {
  switch (key) {
    case 'wires':
      return wiresInWords(before, after, label);
    case 'd':
    case 'disabled':
      return [t(after[key] === true ? 'changes.off' : 'changes.on')];
    case 'z':
      return [t('changes.toFlow', { name: label(textOf(after, 'z')) })];
    case 'g':
      return after['g'] === undefined
        ? [t('changes.outOfGroup')]
        : [t('changes.intoGroup', { name: label(textOf(after, 'g')) })];
    case 'nodes':
      return [t('changes.members')];
    default:
      return [valueInWords(key, before, after, properties, label)];
  }
}

function valueInWords(
  key: string,
  before: FlowEntry,
  after: FlowEntry,
  properties: readonly Property[],
  label: (id: NodeId) => string,
): string {
  const property = properties.find((candidate) => candidate.key === key);
  const what = propertyLabel(key, properties);
  const texts = [before, after].map((entry) =>
    property === undefined || property.kind === 'code'
      ? plainText(entry[key])
      : summarise(`{${key}}`, entry, properties, label),
  );
  const [was = '', is = ''] = texts;
  const isShort = texts.every((text) => text.length <= MOST_CHARS && !text.includes('\n'));
  if (was === is || !isShort) return t('changes.other', { what });
  return t('changes.value', {
    what,
    before: was === '' ? t('changes.nothing') : was,
    after: is === '' ? t('changes.nothing') : is,
  });
}

function wiresInWords(
  before: FlowEntry,
  after: FlowEntry,
  label: (id: NodeId) => string,
): readonly string[] {
  const was = new Set(wiresOf(before).flat());
  const is = new Set(wiresOf(after).flat());
  const names = (ids: readonly NodeId[]): string => ids.map(label).join(', ');
  const come = [...is].filter((id) => !was.has(id));
  const gone = [...was].filter((id) => !is.has(id));
  if (come.length + gone.length === 0) return [t('changes.rewired')];
  return [
    ...(come.length === 0 ? [] : [t('changes.wired', { names: names(come) })]),
    ...(gone.length === 0 ? [] : [t('changes.unwired', { names: names(gone) })]),
  ];
}
