import { z } from 'zod'
import type { Attachment } from '../../contact-centre/digital.ts'
import type { Stage } from '../stage.ts'
import { name, verb, who } from './verb.ts'

const attachment = z.union([
  name.transform((fileName): Attachment => ({ fileName, mimeType: mimeOf(fileName) })),
  z
    .strictObject({ fileName: name, mimeType: name.optional() })
    .transform((file): Attachment => ({ fileName: file.fileName, mimeType: file.mimeType ?? mimeOf(file.fileName) })),
])

const MIME: Record<string, string> = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', pdf: 'application/pdf', txt: 'text/plain' }
function mimeOf(fileName: string): string {
  return MIME[fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
}

export const message = z.strictObject({
  ...who,
  text: z.string().default(''),
  attachments: z.array(attachment).default([]),
  /** Says the text so often, as one message: for a text of a given length. */
  repeat: z.int().positive().max(1_000_000).default(1),
})
export const whole = ({ text, repeat }: z.infer<typeof message>): string => text.repeat(repeat)
export const brief = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}... (${text.length} characters)` : text)

const simple = (kind: 'contact.answers' | 'contact.hangsUp' | 'contact.leaves', says: string) =>
  verb({
    args: z.strictObject(who),
    says: (args) => `${args.contact ?? 'The contact'} ${says}`,
    run: (args, stage: Stage) => stage.centre.perform(stage.leg(kind, args).contact, { verb: kind }),
  })

/** What a contact can do. */
export const contactVerbs = {
  'contact.calls': verb({
    args: z.strictObject({ from: name, skill: name.optional() }),
    says: ({ from, skill }) => `${from} calls${skill ? ` ${skill}` : ''}`,
    run: ({ from, skill }, stage) => stage.centre.calls(stage.customer(from), stage.skill(skill)),
  }),
  'contact.leavesVoicemail': verb({
    args: z.strictObject({ from: name, skill: name.optional() }),
    says: ({ from, skill }) => `${from} leaves a message${skill ? ` for ${skill}` : ''}`,
    run: ({ from, skill }, stage) => stage.centre.calls(stage.customer(from), stage.skill(skill), 'voicemail'),
  }),
  'contact.sendsWorkItem': verb({
    args: z.strictObject({ from: name, skill: name.optional() }),
    says: ({ from, skill }) => `A work item for ${from} arrives${skill ? ` at ${skill}` : ''}`,
    run: ({ from, skill }, stage) => stage.centre.calls(stage.customer(from), stage.skill(skill), 'work item'),
  }),
  'contact.answers': simple('contact.answers', 'answers'),
  'contact.presses': verb({
    args: z.strictObject({ ...who, digits: z.union([z.string().regex(/^[\d*#]+$/, 'digits are 0 to 9, * and #'), z.int().nonnegative()]).transform(String) }),
    says: (args) => `${args.contact ?? 'The contact'} presses ${args.digits}`,
    run: (args, stage) => stage.centre.perform(stage.leg('contact.presses', args).contact, { verb: 'contact.presses', digits: args.digits }),
  }),
  'contact.hangsUp': simple('contact.hangsUp', 'hangs up'),
  'contact.chats': verb({
    args: z.strictObject({ from: name, skill: name.optional(), channel: name.default('Chat'), channelName: name.optional(), text: z.string().optional() }),
    says: ({ from, skill, channel, text }) => `${from} writes by ${channel}${skill ? ` to ${skill}` : ''}${text ? `: ${brief(text)}` : ''}`,
    run({ from, skill, channel, channelName, text }, stage) {
      const begun = stage.centre.chats(stage.customer(from), stage.skill(skill), stage.channel(channel, channelName))
      if (text === undefined) return begun
      const said = stage.centre.perform(begun.legs[0].contact, { verb: 'contact.says', text, attachments: [] })
      return 'impossible' in said ? said : { legs: said.legs, happened: [...begun.happened, ...said.happened] }
    },
  }),
  'contact.says': verb({
    args: message,
    says: (args) => `${args.contact ?? 'The contact'} writes: ${brief(whole(args))}${args.attachments.map((file) => ` [${file.fileName}]`).join('')}`,
    run: (args, stage) =>
      stage.centre.perform(stage.leg('contact.says', args).contact, { verb: 'contact.says', text: whole(args), attachments: args.attachments }),
  }),
  'contact.leaves': simple('contact.leaves', 'leaves the conversation'),
}
