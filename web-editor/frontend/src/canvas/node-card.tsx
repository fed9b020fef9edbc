import { memo, useCallback } from 'react';
import { useStore } from 'zustand';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { t } from '../i18n/t';
import type { NodeId } from '../model/flow-entry';
import {} from '../model/flow-entry';
import type { Problem } from '../model/problems';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import styles from './canvas.module.css';
import type { NodeFace } from './node-face';
import { StatusLine } from './status-line';

/** Room that the labels of outputs take at most. */
const LABEL_PX = 150;
const NO_PROBLEMS: readonly Problem[] = [];

export interface NodeCardProps {
  readonly id: NodeId;
  readonly place: number;
  readonly count: number;
}

/** One node on the canvas. Its place is set by the core, so dragging doesn't render it again. */
export const NodeCard = memo(function NodeCard({ id, place, count }: NodeCardProps) {
  const { editor, core, problems } = useParts();
  const face = useStore(core.scene, () => core.layout.faces.get(id));
  const selected = useStore(editor.selection.store, (s) => s.nodes.has(id));
  const isFocus = useStore(editor.selection.store, (s) => s.focus === id);
  const changed = useStore(editor.documents.store, (s) => s.changed.has(id));
  const found = useStore(problems, (s) => s.byNode.get(id) ?? NO_PROBLEMS);
  const hovered = useStore(core.scene, (s) => s.hover === id);
  const steps = useStore(core.scene, (s) => s.lit?.steps.get(id));
  const isDimmed = useStore(core.scene, (s) => s.lit !== undefined && !s.lit.steps.has(id));
  const flash = useStore(editor.view.store, (s) => (s.flash?.id === id ? s.flash.at : undefined));
  const status = useStore(editor.runtime.store, (s) => s.statuses.get(id)?.text ?? '');
  const wires = useStore(editor.documents.store, (s) =>
    wiring(id, s.document, (n) => core.editing.label(n)),
  );
  const attach = useCallback(
    (element: HTMLElement | null) => core.cards.set(id, element),
    [core, id],
  );
  if (face === undefined) return null;
  return (
    // ARIA 1.3 allows a description on everything; the lint rule knows 1.2.
    // eslint-disable-next-line jsx-a11y/role-supports-aria-props
    <div
      key={flash}
      ref={attach}
      role="option"
      aria-selected={selected}
      aria-roledescription={t('node.role')}
      aria-description={[stepsInWords(steps), wires, status]
        .filter((part) => part !== '')
        .join('; ')}
      aria-posinset={place}
      aria-setsize={count}
      tabIndex={isFocus ? 0 : -1}
      data-node={id}
      className={cx(
        styles['card'],
        selected && styles['cardSelected'],
        hovered && styles['cardHover'],
        face.disabled && styles['cardDisabled'],
        !face.known && styles['cardUnknown'],
        face.button !== undefined && styles['cardButton'],
        face.tileOnly && styles['tileOnly'],
        face.type === 'junction' && styles['junction'],
        steps !== undefined && styles['cardLit'],
        isDimmed && styles['cardDimmed'],
        flash !== undefined && styles['flash'],
      )}
      onFocus={() => editor.selection.focus(id)}
    >
      {face.type === 'junction' ? null : <NodeIcon type={face.type} kind={face.kind} />}
      {face.tileOnly ? (
        <span className="visually-hidden">{face.title}</span>
      ) : (
        <span className={cx(styles['text'])}>
          <span className={cx(styles['title'])}>{face.title}</span>
          {face.summary === '' ? null : (
            <span className={cx(styles['summary'])}>{face.summary}</span>
          )}
        </span>
      )}
      <span className="visually-hidden">{restOfName(face, changed, found)}</span>
      {changed ? (
        <span className={cx(styles['changed'])} title={t('node.changed')} aria-hidden />
      ) : null}
      <ProblemSign problems={found} />
      {steps === undefined || steps.length === 0 ? null : (
        <span className={cx(styles['step'])} aria-hidden>
          {shortened(steps)}
        </span>
      )}
      <Ports face={face} labels={selected || hovered} />
      <StatusLine id={id} />
    </div>
  );
});

const MOST_STEPS = 3;

/** The first steps that a message has taken here, as far as they have room. */
function shortened(steps: readonly number[]): string {
  const more = steps.length > MOST_STEPS ? ' …' : '';
  return steps.slice(0, MOST_STEPS).join(', ') + more;
}

function stepsInWords(steps: readonly number[] | undefined): string {
  if (steps === undefined || steps.length === 0) return '';
  return t('path.step', { n: steps.length, steps: steps.join(', ') });
}

function ProblemSign({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  const isError = problems.some((p) => p.severity === 'error');
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <span className={cx(styles['problem'], !isError && styles['problemWarning'])} aria-hidden>
      <Icon size={10} strokeWidth={2.5} />
      {problems.length}
    </span>
  );
}

function Ports({ face, labels }: { readonly face: NodeFace; readonly labels: boolean }) {
  const { core } = useParts();
  const wiring = useStore(core.scene, (s) => s.wiring);
  const zoomed = useStore(core.scene, (s) => s.zoom > 1.1);
  if (face.type === 'junction') return null;
  const room = core.layout.roomAfter(face.id, LABEL_PX) - 22;
  const mark = (output: boolean): string | undefined => {
    if (wiring === undefined || wiring.from.node === face.id) return undefined;
    if (wiring.target === face.id && wiring.from.output !== output) return styles['portFits'];
    const fits =
      wiring.from.output !== output &&
      (output
        ? core.editing.canConnect(face.id, wiring.from.node)
        : core.editing.canConnect(wiring.from.node, face.id));
    return fits ? undefined : styles['portFades'];
  };
  const top = (i: number, n: number): string => `calc(50% + ${(i - (n - 1) / 2) * 16}px)`;
  return (
    <>
      {Array.from({ length: face.inputs }, (_, i) => (
        <span
          key={`in${i}`}
          data-port={`in:${i}`}
          className={cx(styles['port'], mark(false))}
          style={{ left: 0, top: top(i, face.inputs) }}
          aria-hidden
        />
      ))}
      {Array.from({ length: face.outputs }, (_, i) => (
        <span
          key={`out${i}`}
          data-port={`out:${i}`}
          className={cx(styles['port'], mark(true))}
          style={{ left: '100%', top: top(i, face.outputs) }}
          aria-hidden
        >
          {(labels || zoomed) && room >= 36 && face.outputs > 1 && face.outputLabels[i] ? (
            <span className={cx(styles['portLabel'])} style={{ maxInlineSize: room }}>
              {face.outputLabels[i]}
            </span>
          ) : null}
        </span>
      ))}
    </>
  );
}

/** What a card shows by its looks only, in words. */
function restOfName(face: NodeFace, changed: boolean, problems: readonly Problem[]): string {
  return [
    t(`kind.${face.kind}`),
    changed ? t('node.changed') : '',
    problems.length > 0 ? t('node.problems', { n: problems.length }) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function wiring(
  id: NodeId,
  document: import('../model/flow-document').FlowDocument,
  label: (id: NodeId) => string,
): string {
  const from = document.sourcesOf(id).map((s) => label(s.node));
  const entry = document.get(id);
  const to = entry === undefined ? [] : document.wiresFrom(entry).flat().map(label);
  return [
    from.length > 0 ? t('node.from', { names: from.join(', ') }) : '',
    to.length > 0 ? t('node.to', { names: to.join(', ') }) : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}
