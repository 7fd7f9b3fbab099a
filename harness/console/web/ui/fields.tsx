import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'

/** A label and what it labels. */
export function Labelled({ label, hint, children }: { label: string; hint?: string; children(id: string): JSX.Element }) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>
        {label} {hint && <span class="faint">{hint}</span>}
      </label>
      {children(id)}
    </div>
  )
}

interface TextProps {
  label: string
  hint?: string
  value: string
  onValue(value: string): void
  onEnter?(): unknown
  placeholder?: string
  suggestions?: readonly string[]
  required?: boolean
  name?: string
}

export function TextField({ label, hint, value, onValue, onEnter, placeholder, suggestions, required, name }: TextProps) {
  return (
    <Labelled label={label} {...(hint ? { hint } : {})}>
      {(id) => (
        <>
          <input
            id={id}
            name={name}
            value={value}
            placeholder={placeholder}
            required={required}
            autocomplete="off"
            list={suggestions ? `${id}-list` : undefined}
            onInput={(event) => onValue(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.isComposing || !onEnter) return
              event.preventDefault()
              onEnter()
            }}
          />
          {suggestions && (
            <datalist id={`${id}-list`}>
              {suggestions.map((text) => (
                <option key={text} value={text} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Labelled>
  )
}

export function TextArea({
  label,
  value,
  onValue,
  rows = 3,
  name,
}: {
  label: string
  value: string
  onValue(value: string): void
  rows?: number
  name?: string
}) {
  return (
    <Labelled label={label}>
      {(id) => <textarea id={id} name={name} rows={rows} value={value} onInput={(event) => onValue(event.currentTarget.value)} />}
    </Labelled>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly { value: string; text: string }[]
  onValue(value: string): void
  /** Only for who cannot see: the place says it. */
  hidden?: boolean
  name?: string
}

export function Choice({ label, value, options, onValue, hidden, name }: ChoiceProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} class={hidden ? 'unseen' : undefined}>
        {label}
      </label>
      <select id={id} name={name} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Buttons of which one is pressed. */
export function Segments<T extends string | number>({
  label,
  value,
  options,
  onValue,
  disabled,
}: {
  label: string
  value: T | undefined
  options: readonly { value: T; text: string }[]
  onValue(value: T): void
  disabled?: boolean
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay out its legend in line
    <div class="segments" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          type="button"
          key={option.value}
          class="segment"
          aria-pressed={option.value === value}
          disabled={disabled}
          onClick={() => onValue(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  )
}

export function Switch({ label, on, onValue, hint }: { label: ComponentChildren; on: boolean; onValue(on: boolean): void; hint?: ComponentChildren }) {
  const id = useId()
  return (
    <div class="switch">
      {/* biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is checked */}
      <input id={id} type="checkbox" role="switch" checked={on} aria-describedby={hint ? `${id}-hint` : undefined} onChange={() => onValue(!on)} />
      <label for={id}>{label}</label>
      {hint && (
        <p class="faint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
