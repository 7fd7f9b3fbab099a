/**
 * Columns of contact, account, incident, lead, opportunity, task and phonecall that hold no text: numbers, dates, choices, flags,
 * ids (Microsoft's entity reference). A look-up is read as `_name_value` and is none either.
 */
export const notText: ReadonlySet<string> = new Set(
  [
    'accountcategorycode accountclassificationcode accountid accountratingcode accountrolecode activitiescomplete activityid activitytypecode',
    'actualclosedate actualdurationminutes actualend actualserviceunits actualstart actualvalue address1_addressid address1_addresstypecode',
    'address1_freighttermscode address1_latitude address1_longitude address1_shippingmethodcode address1_utcoffset address2_addressid',
    'address2_addresstypecode address2_freighttermscode address2_latitude address2_longitude address2_shippingmethodcode address2_utcoffset',
    'address3_addressid address3_addresstypecode address3_freighttermscode address3_latitude address3_longitude address3_shippingmethodcode',
    'address3_utcoffset aging30 aging60 aging90 allparties anniversary annualincome billedserviceunits birthdate blockedprofile budgetamount',
    'budgetstatus businesstypecode captureproposalfeedback caseorigincode casetypecode checkemail closeprobability community completefinalproposal',
    'completeinternalreview confirminterest contactid contractservicelevelcode createdon creditlimit creditonhold crmtaskassigneduniqueid',
    'customercontacted customeridtype customersatisfactioncode customersizecode customertypecode decisionmaker decremententitlementterm',
    'deliverylastattemptedon deliveryprioritycode developproposal directioncode discountamount discountpercentage donotbulkemail donotbulkpostalmail',
    'donotemail donotfax donotphone donotpostalmail donotsendmm educationcode entityimage entityimage_timestamp entityimageid escalatedon',
    'estimatedamount estimatedclosedate estimatedvalue evaluatefit exchangerate familystatuscode filedebrief finaldecisiondate firstresponsesent',
    'firstresponseslastatus followemail followupby followuptaskcreated freightamount from gendercode haschildrencode identifycompetitors',
    'identifycustomercontacts identifypursuitteam importsequencenumber incidentid incidentstagecode industrycode influencescore initialcommunication',
    'instancetypecode isautocreate isbackofficecustomer isbilled isdecrementing isescalated ismapiprivate isprivate isregularactivity',
    'isrevenuesystemcalculated isworkflowcreated lastonholdtime lastusedincampaign leadid leadqualitycode leadsourcecode leftvoicemail marketcap',
    'marketingonly merged messagetypecode modifiedon need numberofchildincidents numberofchildren numberofemployees onholdtime opendeals openrevenue',
    'opportunityid opportunityratingcode overriddencreatedon owneridtype ownershipcode parentcustomeridtype participatesinworkflow paymenttermscode',
    'percentcomplete postponeactivityprocessinguntil preferredappointmentdaycode preferredappointmenttimecode preferredcontactmethodcode',
    'presentfinalproposal presentproposal pricingerrorcode prioritycode processid purchaseprocess purchasetimeframe pursuitdecision',
    'regardingobjecttypecode resolveby resolvebyslastatus resolvefeedback responseby revenue routecase salesstage salesstagecode',
    'scheduleddurationminutes scheduledend scheduledstart scheduleproposalmeeting sendthankyounote sentimentvalue senton seriesid servicestage',
    'severitycode sharesoutstanding shippingmethodcode sortdate stageid statecode statuscode stepid subscriptionid territorycode timeline',
    'timezoneruleversionnumber to totalamount totalamountlessfreight totaldiscountamount totallineitemamount totallineitemdiscountamount totaltax',
    'utcconversiontimezonecode versionnumber',
  ].flatMap((names) => names.split(' ')),
)
