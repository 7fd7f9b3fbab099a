/**
 * Columns of contact, account, incident, lead, opportunity, task and phonecall that hold text (Microsoft's entity reference);
 * those that hold none are in `not-text.ts`.
 */
export const textColumns: ReadonlySet<string> = new Set(
  [
    'accountidname accountidyominame accountnumber activityadditionalparams address1_city address1_composite address1_country address1_county address1_fax',
    'address1_line1 address1_line2 address1_line3 address1_name address1_postalcode address1_postofficebox address1_primarycontactname',
    'address1_stateorprovince address1_telephone1 address1_telephone2 address1_telephone3 address1_upszone address2_city address2_composite',
    'address2_country address2_county address2_fax address2_line1 address2_line2 address2_line3 address2_name address2_postalcode address2_postofficebox',
    'address2_primarycontactname address2_stateorprovince address2_telephone1 address2_telephone2 address2_telephone3 address2_upszone address3_city',
    'address3_composite address3_country address3_county address3_fax address3_line1 address3_line2 address3_line3 address3_name address3_postalcode',
    'address3_postofficebox address3_primarycontactname address3_stateorprovince address3_telephone1 address3_telephone2 address3_telephone3',
    'address3_upszone assistantname assistantphone business2 callback campaignidname category childrensnames company companyname contactidname',
    'contactidyominame contractdetailidname contractidname createdbyexternalpartyname createdbyexternalpartyyominame createdbyname createdbyyominame',
    'createdonbehalfbyname createdonbehalfbyyominame currentsituation customeridname customeridyominame customerneed customerpainpoints',
    'defaultpricelevelidname department description emailaddress emailaddress1 emailaddress2 emailaddress3 employeeid entitlementidname entityimage_url',
    'exchangeitemid exchangeweblink externaluseridentifier fax firstname firstresponsebykpiidname ftpsiteurl fullname governmentid home2 jobtitle',
    'kbarticleidname lastname managername managerphone masteraccountidname masteraccountidyominame mastercontactidname mastercontactidyominame masteridname',
    'masterleadidname masterleadidyominame middlename mobilephone modifiedbyexternalpartyname modifiedbyexternalpartyyominame modifiedbyname',
    'modifiedbyyominame modifiedonbehalfbyname modifiedonbehalfbyyominame name nickname originatingcaseidname originatingleadidname',
    'originatingleadidyominame owneridname owneridyominame pager parentaccountidname parentaccountidyominame parentcaseidname parentcontactidname',
    'parentcontactidyominame parentcustomeridname parentcustomeridyominame phonenumber preferredequipmentidname preferredserviceidname',
    'preferredsystemuseridname preferredsystemuseridyominame pricelevelidname primarycontactidname primarycontactidyominame primarysatoriid',
    'primarytwitterid productidname productserialnumber proposedsolution qualificationcomments qualifyingopportunityidname quotecomments',
    'regardingobjectidname regardingobjectidyominame relatedobjectidname resolvebykpiidname responsiblecontactidname responsiblecontactidyominame',
    'salutation sendermailboxidname serviceidname sic slainvokedidname slaname socialprofileidname spousesname stepname stockexchange subcategory subject',
    'subjectidname suffix telephone1 telephone2 telephone3 territoryidname tickersymbol ticketnumber timespentbymeonemailandmeetings title',
    'transactioncurrencyidname traversedpath websiteurl yomicompanyname yomifirstname yomifullname yomilastname yomimiddlename yominame',
  ].flatMap((names) => names.split(' ')),
)

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
