const names = (text: string): string[] => text.trim().split(/\s+/)

/**
 * Functions and actions that every organisation has and that are not imitated here (documented: Web API reference, checked against
 * the messages of Microsoft.Crm.Sdk.Messages). Those that are bound to a table are refused by their full name wherever it stands.
 */
export const NOT_IMITATED: ReadonlySet<string> = new Set([
  ...names(`
    InitializeFileBlocksUpload InitializeFileBlocksDownload InitializeAnnotationBlocksUpload InitializeAnnotationBlocksDownload
    InitializeAttachmentBlocksUpload InitializeAttachmentBlocksDownload UploadBlock DownloadBlock DeleteFile GetFileSasUrl
    CommitFileBlocksUpload CommitAnnotationBlocksUpload CommitAttachmentBlocksUpload`),
  ...names(`
    ApplyRoutingRule ApplyRecordCreationAndUpdateRule Book Reschedule QuerySchedule QueryMultipleSchedules BulkDetectDuplicates
    IsValidStateTransition CalculateRollupField Rollup ReassignObjectsOwner SetProcess RetrieveProcessInstances RetrieveActivePath
    AddListMembersList CreateCustomerRelationships PropagateByExpression DeleteAuditData
    RetrieveRecordChangeHistory RetrieveAttributeChangeHistory RetrieveTimestamp FullTextSearchKnowledgeArticle`),
  ...names(`
    SendEmailFromTemplate SendTemplate SendBulkMail BackgroundSendEmail DeliverIncomingEmail GetTrackingTokenEmail SendAppNotification
    GenerateSharedLink GrantAccessUsingSharedLink RevokeSharedLink searchquery searchsuggest searchautocomplete`),
  ...names(`
    CheckIncomingEmail CheckPromoteEmail RouteTo ExpandCalendar DownloadReportDefinition ValidateFetchXmlExpression
    FetchXmlToQueryExpression QueryExpressionToFetchXml GetAutoNumberSeed SetAutoNumberSeed GetNextAutoNumberValue
    InstallSampleData UninstallSampleData IsBackOfficeInstalled IsDataEncryptionActive RetrieveAuditPartitionList
    RetrieveSharedLinks RetrieveTimelineWallRecords RetrieveFeatureControlSetting RetrieveFeatureControlSettings`),
  ...names(`
    WinQuote CloseQuote ReviseQuote ConvertQuoteToSalesOrder ConvertSalesOrderToInvoice FulfillSalesOrder CancelSalesOrder
    GenerateQuoteFromOpportunity GenerateSalesOrderFromOpportunity GenerateInvoiceFromOpportunity GetQuoteProductsFromOpportunity
    GetSalesOrderProductsFromOpportunity GetInvoiceProductsFromOpportunity GetDefaultPriceLevel
    RetrieveExchangeRate`),
  ...names(`
    RetrieveRolePrivilegesRole RetrievePrivilegeSet RetrieveAadUserRoles RetrieveAadUserPrivileges
    RetrieveOrganizationInfo RetrieveLicenseInfo RetrieveAvailableLanguages RetrieveProvisionedLanguages RetrieveInstalledLanguagePacks
    GetAllTimeZonesWithDisplayName LocalTimeFromUtcTime UtcTimeFromLocalTime ProvisionLanguage ProvisionLanguageAsync DeprovisionLanguage
    RetrieveDeprovisionedLanguages RetrieveInstalledLanguagePackVersion RetrieveProvisionedLanguagePackVersion RetrieveDeploymentLicenseType`),
  ...names(`
    RetrieveMetadataChanges RetrieveAllEntities RetrieveEntityRibbon RetrieveApplicationRibbon RetrieveMissingDependencies
    RetrieveDependenciesForDelete RetrieveDependentComponents RetrieveRequiredComponents InsertOptionValue InsertStatusValue UpdateOptionValue
    UpdateStateValue DeleteOptionValue OrderOption PublishXml PublishAllXml ExportSolution ExportSolutionAsync ImportSolution ImportSolutionAsync
    StageSolution StageAndUpgrade StageAndUpgradeAsync DeleteAndPromote UninstallSolutionAsync GetPreferredSolution SetPreferredSolution
    RetrieveDependenciesForUninstall RetrieveMissingComponents RetrieveFormattedImportJobResults IsComponentCustomizable
    UpdateSolutionComponent ImportTranslation ImportTranslationAsync ExportFieldTranslation ImportFieldTranslation
    AddSolutionComponent RemoveSolutionComponent ExportTranslation SetLocLabels RetrieveLocLabels`),
])
