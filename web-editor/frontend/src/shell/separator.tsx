import type { KeyboardEvent, PointerEvent } from 'react';
import { cx } from '../ui/cx';
import styles from './shell.module.css';

export interface SeparatorProps {
  readonly label: string;
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** The panel lies to the left of its separator, so dragging right widens it. */
  readonly panelAtLeft: boolean;
  readonly onWidth: (width: number) => void;
}

const STEP = 20;

/** The edge of a panel: drag it, or arrows while it has the focus. */
export function Separator(props: SeparatorProps) {
  const sign = props.panelAtLeft ? 1 : -1;
  const set = (width: number): void =>
    props.onWidth(Math.round(Math.max(props.min, Math.min(props.max, width))));
  const press = (down: PointerEvent<HTMLDivElement>): void => {
    const edge = down.currentTarget;
    const { clientX } = down;
    const { width } = props;
    edge.setPointerCapture(down.pointerId);
    const move = (event: globalThis.PointerEvent): void =>
      set(width + sign * (event.clientX - clientX));
    const end = (): void => {
      edge.removeEventListener('pointermove', move);
      edge.removeEventListener('pointerup', end);
      edge.removeEventListener('pointercancel', end);
    };
    edge.addEventListener('pointermove', move);
    edge.addEventListener('pointerup', end);
    edge.addEventListener('pointercancel', end);
  };
  const key = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(props.width + sign * step);
  };
  return (
    // A focusable separator with a value is a control (ARIA calls it a window splitter).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-label={props.label}
      aria-orientation="vertical"
      aria-valuenow={props.width}
      aria-valuemin={props.min}
      aria-valuemax={props.max}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cx(
        styles['separator'],
        props.panelAtLeft ? styles['separatorLeft'] : styles['separatorRight'],
      )}
      onPointerDown={press}
      onKeyDown={key}
    />
  );
}
