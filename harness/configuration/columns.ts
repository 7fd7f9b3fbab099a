/** Columns by the table that has them. */
export type Columns = ReadonlyMap<string, ReadonlySet<string>>

/** Columns under the names of all tables that have them, turned round. */
export function byTable(groups: Readonly<Record<string, string>>): Columns {
  const columns = new Map<string, Set<string>>()
  for (const [tables, names] of Object.entries(groups))
    for (const table of tables.split(' ')) columns.set(table, new Set([...(columns.get(table) ?? []), ...names.split(' ')]))
  return columns
}

/** Columns of the standard tables that hold text (Microsoft's entity reference); those that hold none are in `not-text.ts`. */
export const textColumns = byTable({
  'contact account lead': [
    'address1_city address1_composite address1_country address1_county address1_fax address1_line1 address1_line2 address1_line3 address1_name',
    'address1_postalcode address1_postofficebox address1_stateorprovince address1_telephone1 address1_telephone2 address1_telephone3',
    'address1_upszone address2_city address2_composite address2_country address2_county address2_fax address2_line1 address2_line2 address2_line3',
    'address2_name address2_postalcode address2_postofficebox address2_stateorprovince address2_telephone1 address2_telephone2',
    'address2_telephone3 address2_upszone emailaddress1 emailaddress2 emailaddress3 fax telephone1 telephone2 telephone3 websiteurl',
  ].join(' '),
  'contact account': [
    'address1_primarycontactname address2_primarycontactname defaultpricelevelidname ftpsiteurl preferredequipmentidname preferredserviceidname',
    'preferredsystemuseridname preferredsystemuseridyominame',
  ].join(' '),
  contact: [
    'address3_city address3_composite address3_country address3_county address3_fax address3_line1 address3_line2 address3_line3 address3_name',
    'address3_postalcode address3_postofficebox address3_primarycontactname address3_stateorprovince address3_telephone1 address3_telephone2',
    'address3_telephone3 address3_upszone assistantname assistantphone business2 callback childrensnames company department employeeid',
    'externaluseridentifier governmentid home2 managername managerphone mastercontactidname mastercontactidyominame nickname parentcustomeridname',
    'parentcustomeridyominame spousesname suffix',
  ].join(' '),
  'contact account incident lead opportunity task phonecall': [
    'createdbyname createdbyyominame createdonbehalfbyname createdonbehalfbyyominame description modifiedbyname modifiedbyyominame',
    'modifiedonbehalfbyname modifiedonbehalfbyyominame owneridname owneridyominame slainvokedidname slaname transactioncurrencyidname',
    'traversedpath',
  ].join(' '),
  'contact lead': 'firstname fullname jobtitle lastname middlename mobilephone pager salutation yomifirstname yomifullname yomilastname yomimiddlename',
  'contact incident lead opportunity': 'accountidname accountidyominame',
  'contact account incident': 'createdbyexternalpartyname createdbyexternalpartyyominame modifiedbyexternalpartyname modifiedbyexternalpartyyominame',
  'contact account incident lead': 'entityimage_url',
  'contact account opportunity': 'originatingleadidname originatingleadidyominame',
  'contact lead opportunity': 'parentcontactidname parentcontactidyominame',
  'contact account lead opportunity': 'timespentbymeonemailandmeetings',
  account: [
    'accountnumber masteraccountidname masteraccountidyominame primarysatoriid primarytwitterid stockexchange territoryidname tickersymbol',
    'yominame',
  ].join(' '),
  'account opportunity': 'name',
  'account lead': 'sic',
  'account lead opportunity': 'parentaccountidname parentaccountidyominame',
  'account incident': 'primarycontactidname primarycontactidyominame',
  'incident opportunity': 'emailaddress',
  incident: [
    'contractdetailidname contractidname entitlementidname firstresponsebykpiidname kbarticleidname masteridname parentcaseidname productidname',
    'productserialnumber resolvebykpiidname responsiblecontactidname responsiblecontactidyominame socialprofileidname subjectidname ticketnumber',
    'title',
  ].join(' '),
  'incident lead opportunity': 'contactidname contactidyominame customeridname customeridyominame',
  lead: 'companyname masterleadidname masterleadidyominame originatingcaseidname qualifyingopportunityidname relatedobjectidname yomicompanyname',
  'lead opportunity': 'campaignidname qualificationcomments',
  'lead task phonecall': 'subject',
  opportunity: 'currentsituation customerneed customerpainpoints pricelevelidname proposedsolution quotecomments stepname',
  'task phonecall': [
    'activityadditionalparams category exchangeitemid exchangeweblink regardingobjectidname regardingobjectidyominame sendermailboxidname',
    'serviceidname subcategory',
  ].join(' '),
  phonecall: 'phonenumber',
})

/** What Zendesk's reference names of each standard object, to read or to write; fields that the account added are not among them. */
export const objectFields: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    ticket: [
      'additional_collaborators additional_tags allow_attachments allow_channelback assignee_email assignee_id attribute_value_ids brand_id',
      'collaborator_ids collaborators comment created_at custom_status_id description due_at email_cc_ids email_ccs external_id fields follower_ids',
      'followers followup_ids forum_topic_id from_messaging_channel generated_timestamp group_id has_incidents id is_public macro_ids metadata',
      'organization_id priority problem_id raw_subject recipient remove_tags requester requester_id safe_update satisfaction_rating',
      'sharing_agreement_ids status subject submitter_id tags ticket_form_id type updated_at updated_stamp url via via_followup_source_id via_id',
      'voice_comment',
    ],
    user: [
      'active agent_brand_ids alias created_at custom_role_id default_group_id details email external_id iana_time_zone id identities last_login_at',
      'locale locale_id moderator name notes only_private_comments organization organization_id phone photo remote_photo_url report_csv restricted_agent',
      'role role_type shared shared_agent shared_phone_number signature skip_verify_email suspended tags ticket_restriction time_zone',
      'two_factor_auth_enabled updated_at url user_type verified',
    ],
    organization: ['created_at details domain_names external_id group_id id name notes shared_comments shared_tickets tags updated_at url'],
  }).map(([type, lines]) => [type, new Set(lines.flatMap((names) => names.split(' ')))]),
)
