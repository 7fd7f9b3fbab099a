const names = (text: string): string[] => text.trim().split(/\s+/)

/** Functions and actions that stand on their own, that every organisation has (documented: Web API reference) and that are not imitated here. */
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
    WinQuote CloseQuote ReviseQuote ConvertQuoteToSalesOrder ConvertSalesOrderToInvoice FulfillSalesOrder CancelSalesOrder
    GenerateQuoteFromOpportunity GenerateSalesOrderFromOpportunity GenerateInvoiceFromOpportunity GetQuoteProductsFromOpportunity
    GetSalesOrderProductsFromOpportunity GetInvoiceProductsFromOpportunity GetDefaultPriceLevel
    RetrieveExchangeRate`),
  ...names(`
    RetrieveRolePrivilegesRole RetrievePrivilegeSet RetrieveAadUserRoles RetrieveAadUserPrivileges
    RetrieveOrganizationInfo RetrieveLicenseInfo RetrieveAvailableLanguages RetrieveProvisionedLanguages RetrieveInstalledLanguagePacks
    GetAllTimeZonesWithDisplayName LocalTimeFromUtcTime UtcTimeFromLocalTime ProvisionLanguage DeprovisionLanguage`),
  ...names(`
    RetrieveMetadataChanges RetrieveAllEntities RetrieveEntityRibbon RetrieveApplicationRibbon RetrieveMissingDependencies
    RetrieveDependenciesForDelete RetrieveDependentComponents RetrieveRequiredComponents InsertOptionValue InsertStatusValue UpdateOptionValue
    UpdateStateValue DeleteOptionValue OrderOption PublishXml PublishAllXml ExportSolution ExportSolutionAsync ImportSolution ImportSolutionAsync
    StageAndUpgrade DeleteAndPromote AddSolutionComponent RemoveSolutionComponent ExportTranslation SetLocLabels RetrieveLocLabels`),
])
