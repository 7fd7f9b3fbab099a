import { byTable } from './columns.ts'

/**
 * Columns of the standard tables that hold no text: numbers, dates, choices, flags, ids (Microsoft's entity reference). A
 * look-up is read as `_name_value` and is none either.
 */
export const notText = byTable({
  contact: [
    'accountrolecode address3_addressid address3_addresstypecode address3_freighttermscode address3_latitude address3_longitude',
    'address3_shippingmethodcode address3_utcoffset anniversary annualincome birthdate educationcode familystatuscode gendercode haschildrencode',
    'isbackofficecustomer numberofchildren parentcustomeridtype',
  ].join(' '),
  'contact account lead': [
    'address1_addressid address1_addresstypecode address1_latitude address1_longitude address1_shippingmethodcode address1_utcoffset',
    'address2_addressid address2_addresstypecode address2_latitude address2_longitude address2_shippingmethodcode address2_utcoffset',
    'donotbulkemail donotemail donotfax donotphone donotpostalmail donotsendmm followemail lastusedincampaign preferredcontactmethodcode',
  ].join(' '),
  'contact account': [
    'address1_freighttermscode address2_freighttermscode aging30 aging60 aging90 creditlimit creditonhold customersizecode customertypecode',
    'donotbulkpostalmail marketingonly paymenttermscode preferredappointmentdaycode preferredappointmenttimecode shippingmethodcode territorycode',
  ].join(' '),
  'contact incident lead opportunity': 'contactid',
  'contact account incident lead': 'entityimage entityimage_timestamp entityimageid merged',
  'contact account incident lead opportunity task phonecall': [
    'createdon exchangerate importsequencenumber lastonholdtime modifiedon onholdtime overriddencreatedon owneridtype processid stageid statecode',
    'statuscode timezoneruleversionnumber utcconversiontimezonecode versionnumber',
  ].join(' '),
  'contact lead': 'isautocreate leadsourcecode',
  'contact account lead opportunity': 'isprivate participatesinworkflow',
  'contact task phonecall': 'subscriptionid',
  'contact account incident lead opportunity': 'accountid',
  account: [
    'accountcategorycode accountclassificationcode accountratingcode businesstypecode marketcap opendeals openrevenue ownershipcode',
    'sharesoutstanding',
  ].join(' '),
  'account lead': 'industrycode numberofemployees revenue',
  incident: [
    'activitiescomplete actualserviceunits billedserviceunits blockedprofile caseorigincode casetypecode checkemail contractservicelevelcode',
    'customercontacted customersatisfactioncode decremententitlementterm escalatedon firstresponsesent firstresponseslastatus followupby',
    'followuptaskcreated incidentid incidentstagecode influencescore isdecrementing isescalated messagetypecode numberofchildincidents resolveby',
    'resolvebyslastatus responseby routecase sentimentvalue servicestage severitycode',
  ].join(' '),
  'incident lead opportunity': 'customeridtype',
  'incident lead opportunity task phonecall': 'prioritycode',
  'lead opportunity': [
    'budgetamount budgetstatus confirminterest decisionmaker estimatedclosedate estimatedvalue evaluatefit initialcommunication need',
    'purchaseprocess purchasetimeframe salesstage salesstagecode',
  ].join(' '),
  lead: 'estimatedamount leadid leadqualitycode',
  opportunity: [
    'actualclosedate actualvalue captureproposalfeedback closeprobability completefinalproposal completeinternalreview developproposal',
    'discountamount discountpercentage filedebrief finaldecisiondate freightamount identifycompetitors identifycustomercontacts',
    'identifypursuitteam isrevenuesystemcalculated opportunityid opportunityratingcode presentfinalproposal presentproposal pricingerrorcode',
    'pursuitdecision resolvefeedback scheduleproposalmeeting sendthankyounote stepid timeline totalamount totalamountlessfreight',
    'totaldiscountamount totallineitemamount totallineitemdiscountamount totaltax',
  ].join(' '),
  'task phonecall': [
    'activityid activitytypecode actualdurationminutes actualend actualstart allparties community deliverylastattemptedon deliveryprioritycode',
    'instancetypecode isbilled ismapiprivate isregularactivity isworkflowcreated leftvoicemail postponeactivityprocessinguntil',
    'regardingobjecttypecode scheduleddurationminutes scheduledend scheduledstart senton seriesid sortdate',
  ].join(' '),
  task: 'crmtaskassigneduniqueid percentcomplete',
  phonecall: 'directioncode from to',
})
