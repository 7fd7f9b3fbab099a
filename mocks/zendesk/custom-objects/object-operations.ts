import type { Operation, Reply } from '../../core/index.ts'
import { recordNotFound } from '../problems.ts'
import { type Access, api, bodyOf, type Context, created, json, noContent, rootOf } from '../route.ts'
import { fieldNamed, fieldsOfObject, type ObjectField, objectFieldJson, objectFieldsOf, writeObjectField } from './fields.ts'
import { type CustomObject, MOST, objectJson, objectsOf, writeObject } from './objects.ts'
import { customRecordsOf, recordsOfObject } from './records.ts'

const admin: Access = { who: 'admin' }
const path = '/api/v2/custom_objects'

export const pathObject = ({ world, params }: Context): CustomObject | undefined => objectsOf(world).get(params.key ?? '')
const one = ({ base }: Context, object: CustomObject) => ({ custom_object: objectJson(object, base) })
const oneField = ({ base }: Context, field: ObjectField) => ({ custom_object_field: objectFieldJson(field, base) })
const limit = (count: number, most: number): Reply => json({ count, limit: most })

/** What is not there goes with its object. */
function remove({ world }: Context, { key }: CustomObject): void {
  for (const record of recordsOfObject(world, key)) customRecordsOf(world).delete(record.id)
  for (const field of fieldsOfObject(world, key)) objectFieldsOf(world).delete(String(field.id))
  objectsOf(world).delete(key)
}

const withField = (context: Context, then: (field: ObjectField, object: CustomObject) => Reply) => {
  const object = pathObject(context)
  const field = object && fieldNamed(context.world, object.key, context.params.field ?? '')
  return object && field ? then(field, object) : recordNotFound()
}

export const customObjectOperations: Operation[] = [
  ...api('GET', path, 'custom_objects.index', {}, (context) =>
    json({ custom_objects: [...objectsOf(context.world).scan()].map((object) => objectJson(object, context.base)) }),
  ),
  ...api('POST', path, 'custom_objects.create', admin, (context) => {
    const object = writeObject(context.world, rootOf(context, 'custom_object'), context.user.id)
    return created(one(context, object), objectJson(object, context.base).url)
  }),
  ...api('GET', `${path}/limits/object_limit`, 'custom_objects.object_limit', admin, ({ world }) => limit(objectsOf(world).size, MOST.objects)),
  ...api('GET', `${path}/limits/record_limit`, 'custom_objects.record_limit', admin, ({ world }) => limit(customRecordsOf(world).size, MOST.records)),
  ...api('GET', `${path}/:key`, 'custom_objects.show', {}, (context) => {
    const object = pathObject(context)
    return object ? json(one(context, object)) : recordNotFound()
  }),
  ...api('PATCH', `${path}/:key`, 'custom_objects.update', admin, (context) => {
    const object = pathObject(context)
    return object ? json(one(context, writeObject(context.world, rootOf(context, 'custom_object'), context.user.id, object))) : recordNotFound()
  }),
  ...api('DELETE', `${path}/:key`, 'custom_objects.destroy', admin, (context) => {
    const object = pathObject(context)
    if (!object) return recordNotFound()
    remove(context, object)
    return noContent()
  }),
  ...api('GET', `${path}/:key/limits/field_limit`, 'custom_objects.field_limit', admin, (context) => {
    const object = pathObject(context)
    return object ? limit(fieldsOfObject(context.world, object.key).length, MOST.fields) : recordNotFound()
  }),
  ...api('GET', `${path}/:key/fields`, 'custom_object_fields.index', {}, (context) => {
    const object = pathObject(context)
    if (!object) return recordNotFound()
    return json({ custom_object_fields: fieldsOfObject(context.world, object.key).map((field) => objectFieldJson(field, context.base)) })
  }),
  ...api('POST', `${path}/:key/fields`, 'custom_object_fields.create', admin, (context) => {
    const object = pathObject(context)
    if (!object) return recordNotFound()
    const field = writeObjectField(context.world, object, rootOf(context, 'custom_object_field'))
    return created(oneField(context, field), objectFieldJson(field, context.base).url)
  }),
  ...api('PUT', `${path}/:key/fields/reorder`, 'custom_object_fields.reorder', admin, (context) => {
    const object = pathObject(context)
    if (!object) return recordNotFound()
    const ids = bodyOf(context).custom_object_field_ids
    for (const [position, id] of (Array.isArray(ids) ? ids : []).entries()) {
      const field = fieldNamed(context.world, object.key, String(id))
      if (field) objectFieldsOf(context.world).put(String(field.id), { ...field, position })
    }
    return json({})
  }),
  ...api('GET', `${path}/:key/fields/:field`, 'custom_object_fields.show', {}, (context) => withField(context, (field) => json(oneField(context, field)))),
  ...api('PATCH', `${path}/:key/fields/:field`, 'custom_object_fields.update', admin, (context) =>
    withField(context, (field, object) => json(oneField(context, writeObjectField(context.world, object, rootOf(context, 'custom_object_field'), field)))),
  ),
  ...api('DELETE', `${path}/:key/fields/:field`, 'custom_object_fields.destroy', admin, (context) =>
    withField(context, (field) => {
      objectFieldsOf(context.world).delete(String(field.id))
      return noContent()
    }),
  ),
]
