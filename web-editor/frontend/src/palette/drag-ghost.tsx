import { createPortal } from 'react-dom';
import canvasStyles from '../canvas/canvas.module.css';
import type { NodeKind } from '../model/node-type';
import { cx } from '../ui/cx';
import { NodeIcon } from '../ui/node-icon';
import type { Ghost } from './use-drag-to-canvas';

/** What is dragged, under the pointer. */
export function DragGhost(props: {
  readonly ghost: Ghost | undefined;
  readonly type: string;
  readonly kind: NodeKind;
  readonly label: string;
}) {
  const { ghost } = props;
  if (ghost === undefined) return null;
  return createPortal(
    <div
      className={cx(canvasStyles['ghost'], !ghost.over && canvasStyles['ghostOff'])}
      style={{ transform: `translate(${ghost.x}px, ${ghost.y}px) translate(-50%, -50%)` }}
    >
      <NodeIcon type={props.type} kind={props.kind} />
      {props.label}
    </div>,
    document.body,
  );
}
