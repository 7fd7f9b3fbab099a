import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

interface ButtonProps {
  onPress(): unknown
  icon?: IconName
  kind?: 'plain' | 'primary' | 'quiet' | 'danger'
  disabled?: boolean
  pressed?: boolean
  /** Said where there are no words to see, and shown to who points at it. */
  label?: string
  children?: ComponentChildren
  small?: boolean
  busy?: boolean
  testId?: string
}

export function Button({ onPress, icon, kind = 'plain', disabled, pressed, label, children, small, testId }: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${kind}${small ? ' small' : ''}${children === undefined ? ' square' : ''}`}
      disabled={disabled}
      aria-pressed={pressed}
      aria-label={label}
      title={children === undefined ? label : undefined}
      data-do={testId}
      onClick={onPress}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}
