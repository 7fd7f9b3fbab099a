import { door, signedIn } from '../door.ts'
import { type Grammar, mutated, wellFormed } from '../mutate.ts'
import type { Target } from '../target.ts'

const fetchXml: Grammar = {
  samples: [
    '<fetch top="5"><entity name="contact"><attribute name="fullname"/><filter type="and"><condition attribute="telephone1" operator="like" value="%30%"/></filter><order attribute="createdon" descending="true"/></entity></fetch>',
    '<fetch aggregate="true"><entity name="incident"><attribute name="incidentid" alias="n" aggregate="count"/><attribute name="createdon" alias="m" groupby="true" dategrouping="month"/></entity></fetch>',
    '<fetch page="2" count="3" paging-cookie="&lt;cookie page=&quot;1&quot;/&gt;"><entity name="account"><all-attributes/><link-entity name="contact" from="parentcustomerid" to="accountid" link-type="outer" alias="c"><attribute name="lastname"/><filter><condition attribute="statecode" operator="eq" value="0"/></filter></link-entity></entity></fetch>',
    '<fetch distinct="true" returntotalrecordcount="true"><entity name="contact"><attribute name="lastname"/><filter type="or"><condition attribute="statecode" operator="in"><value>0</value><value>1</value></condition><condition attribute="createdon" operator="last-x-days" value="7"/><filter><condition attribute="ownerid" operator="eq-userid"/></filter></filter></entity></fetch>',
    '<fetch><entity name="contact"><filter><condition entityname="a" attribute="name" operator="null"/><condition valueof="lastname" attribute="firstname" operator="eq"/></filter></entity></fetch>',
  ],
  tokens:
    '<fetch> </fetch> <entity name="contact"> </entity> <attribute name="fullname"/> <filter> <filter type="or"> </filter> <condition attribute="statecode" operator="eq" value="0"/> <condition <value> </value> <link-entity name="account" from="accountid" to="parentcustomerid"> </link-entity> <order attribute="lastname"/> aggregate="true" top="-1" page="1e9" count="0" operator="between" operator="like" value="%%%" &amp; &#0; &lt; <?xml version="1.0"?> <!-- --> xmlns="a"'.split(
      ' ',
    ),
}

/** FetchXML, in a query and in a batch's hands alike: XML that strangers write. */
export const fetchXmlTarget: Target = {
  name: 'fetchxml',
  async open() {
    const room = await door()
    const headers = await signedIn(room)
    const { url } = room.sandbox.dynamics
    return {
      input: (random) => wellFormed(mutated(fetchXml, random)),
      run: (input) =>
        room.ask(`${url}/api/data/v9.2/${/name="(account|incident)"/.exec(input)?.[1] ?? 'contact'}s?fetchXml=${encodeURIComponent(input)}`, { headers }),
      renew: room.renew,
    }
  },
}
