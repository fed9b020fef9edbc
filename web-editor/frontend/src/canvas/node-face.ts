import type { FlowDocument } from '../model/flow-document';
import { isDisabled, textOf, type FlowEntry, type NodeId } from '../model/flow-entry';
import { inputsOf, labelOf, outputsOf, type NodeTypes } from '../model/node-types';
import type { NodeKind, NodeType } from '../model/node-type';
import { isPort } from '../model/subflow-ports';
import { summarise } from '../model/summary';
import { t } from '../i18n/t';

/** All that a card shows of a node itself. */
export interface NodeFace {
  readonly id: NodeId;
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  readonly kind: NodeKind;
  readonly icon: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly outputLabels: readonly string[];
  readonly disabled: boolean;
  readonly known: boolean;
  readonly tileOnly: boolean;
  readonly button: 'inject' | 'toggle' | undefined;
  readonly buttonOn: boolean;
}

export function faceOf(entry: FlowEntry, types: NodeTypes, document: FlowDocument): NodeFace {
  const type = types.get(entry.type, document);
  const disabled = isDisabled(entry);
  const title = labelOf(entry, type);
  return {
    id: entry.id,
    type: entry.type,
    title,
    summary: disabled ? t('node.disabled') : summaryOf(entry, type, types, document, title),
    kind: type?.kind ?? 'unknown',
    icon: textOf(entry, 'icon') || (type?.icon ?? ''),
    inputs: inputsOf(entry, type),
    outputs: outputsOf(entry, type),
    outputLabels: outputLabelsOf(entry, type, document),
    disabled,
    known: type !== undefined,
    tileOnly: entry['l'] === false || entry.type === 'junction',
    button: type?.button,
    buttonOn:
      type?.button === 'toggle' &&
      type.buttonProperty !== undefined &&
      entry[type.buttonProperty] !== false,
  };
}

function summaryOf(
  entry: FlowEntry,
  type: NodeType | undefined,
  types: NodeTypes,
  document: FlowDocument,
  title: string,
): string {
  if (type === undefined) return t('node.unknown', { type: entry.type });
  if (isPort(entry)) return '';
  if (type.summary === undefined) return title === type.label ? '' : type.label;
  const text = summarise(type.summary, entry, type.properties, (id) => {
    const target = document.get(id);
    return target === undefined ? '' : labelOf(target, types.get(target.type));
  });
  return text === '' && title !== type.label ? type.label : text;
}

function outputLabelsOf(
  entry: FlowEntry,
  type: NodeType | undefined,
  document: FlowDocument,
): readonly string[] {
  const own = entry['outputLabels'];
  if (Array.isArray(own)) return own.map((label) => (typeof label === 'string' ? label : ''));
  if (type === undefined) return [];
  if (type.outputLabels !== undefined) return type.outputLabels;
  const list = type.properties.find((p) => p.kind === 'list' && p.countsIn === 'outputs');
  const rows = list === undefined ? undefined : entry[list.key];
  if (list?.kind !== 'list' || !Array.isArray(rows)) return [];
  return (rows as unknown[]).map((row) =>
    typeof row === 'object' && row !== null
      ? summarise(
          list.itemSummary ?? '',
          row as Readonly<Record<string, unknown>>,
          list.item,
          (id) => labelOf(document.get(id) ?? { id, type: '' }, undefined),
        )
      : '',
  );
}
