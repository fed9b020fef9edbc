import type { LucideIcon } from 'lucide-react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { keyLabel } from '../commands/keymap';
import styles from './controls.module.css';
import { cx } from './cx';

export interface IconButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  /** Key that does the same, shown in the tooltip. */
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly quiet?: boolean;
  readonly className?: string | undefined;
  readonly onPress: () => void;
}

/** A button that is only a picture: its label is its accessible name and its tooltip. */
export function IconButton(props: IconButtonProps) {
  const Icon = props.icon;
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Button
        aria-label={props.label}
        isDisabled={props.disabled === true}
        {...(props.pressed === undefined ? {} : { 'aria-pressed': props.pressed })}
        className={cx(
          styles['button'],
          styles['icon'],
          props.quiet === true && styles['quiet'],
          props.className,
        )}
        onPress={props.onPress}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </Button>
      <Tooltip className={cx(styles['tooltip'])} offset={6}>
        {props.label}
        {props.keys === undefined ? null : <kbd>{keyLabel(props.keys)}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
